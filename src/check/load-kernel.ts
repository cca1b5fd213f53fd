import { readFileSync } from 'node:fs';
import { LabelmillError, reasonOf } from '../core/errors.js';

/** Compiled from kernel/ by `npm run build`; `src` and `dist` are equally far from it. */
const MODULE = new URL('../../dist/check/kernel.wasm', import.meta.url);

/** The exports of the kernel of the screening pass; kernel/kernel.ts says what they do. Places are bytes from the start of the memory. */
export interface ScreenKernel {
  readonly memory: WebAssembly.Memory;
  readonly mostTexts: () => number;
  readonly resultsAt: () => number;
  readonly tableAt: () => number;
  readonly textAt: () => number;
  readonly bytesFor: (units: number) => number;
  readonly screen: (count: number, units: number, startLength: number) => number;
}

/**
 * Compiles the kernel, of 2 KiB, in less than a millisecond.
 * @throws LabelmillError INTERNAL where the package is not whole
 */
export function loadScreenKernel(): ScreenKernel {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(MODULE)));
    if (!isKernel(exports)) throw new TypeError('it lacks exports');
    return exports;
  } catch (error) {
    const message = `cannot use ${MODULE.pathname}: ${reasonOf(error)}; install the package again`;
    throw new LabelmillError('INTERNAL', message, { path: MODULE.pathname }, error);
  }
}

function isKernel(exports: object): exports is ScreenKernel {
  return 'memory' in exports && 'screen' in exports && 'bytesFor' in exports && 'tableAt' in exports;
}
