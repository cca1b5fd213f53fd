import { readFile } from 'node:fs/promises';
import { LabelmillError, reasonOf } from '../core/errors.js';

/** Compiled from kernel/ by `npm run build`; `src` and `dist` are equally far from it. */
const MODULE = new URL('../../dist/write/kernel.wasm', import.meta.url);

/** The exports of the shuffle's kernel; kernel/kernel.ts says what they do. Places are bytes from the start of the memory. */
export interface ShuffleKernel {
  readonly memory: WebAssembly.Memory;
  readonly count: WebAssembly.Global;
  readonly written: WebAssembly.Global;
  readonly lines: WebAssembly.Global;
  readonly copiesWritten: WebAssembly.Global;
  readonly firstFree: () => number;
  readonly workBytes: (from: number, size: number) => number;
  readonly sort: (from: number, size: number, work: number) => void;
  readonly gatherLines: (from: number, copy: number, out: number, room: number) => number;
  readonly beginRun: (table: number) => void;
  readonly gatherRun: (from: number, out: number, room: number) => number;
}

/**
 * Compiles the kernel once, so that instances can then be made synchronously. One is made at once, to see that it is whole.
 * @throws LabelmillError INTERNAL where the package is not whole
 */
export async function loadShuffleKernel(from: URL = MODULE): Promise<() => ShuffleKernel> {
  try {
    const module = await WebAssembly.compile(await readFile(from));
    instanceOf(module);
    return () => instanceOf(module);
  } catch (error) {
    const message = `cannot use ${from.pathname}: ${reasonOf(error)}; install the package again`;
    throw new LabelmillError('INTERNAL', message, { path: from.pathname }, error);
  }
}

function instanceOf(module: WebAssembly.Module): ShuffleKernel {
  const { exports } = new WebAssembly.Instance(module);
  if (!isKernel(exports)) throw new TypeError('it lacks exports');
  return exports;
}

function isKernel(exports: object): exports is ShuffleKernel {
  return 'memory' in exports && 'sort' in exports && 'gatherRun' in exports && 'gatherLines' in exports;
}
