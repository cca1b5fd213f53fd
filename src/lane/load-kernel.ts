import { readFile } from 'node:fs/promises';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Hashing } from './lane-job.js';

/** Compiled from kernel/ by `npm run build`; `src` and `dist` are equally far from it. */
const MODULE = new URL('../../dist/lane/kernel.wasm', import.meta.url);

/** Why a scan of the kernel ended, by its numbers. */
export const STOPS = ['needs-more', 'full', 'unusual', 'unknown-labels', 'repeated'] as const;
export type Stop = (typeof STOPS)[number];

type Place = (...values: number[]) => number;

/** The kernel's exports, as kernel/kernel.ts lists them. Places are bytes from the start of the memory. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly position: WebAssembly.Global;
  readonly rows: WebAssembly.Global;
  readonly lines: WebAssembly.Global;
  readonly blanks: WebAssembly.Global;
  readonly below: WebAssembly.Global;
  readonly above: WebAssembly.Global;
  readonly entryCount: WebAssembly.Global;
  readonly keyAt: WebAssembly.Global;
  readonly keySize: WebAssembly.Global;
  readonly repeatedFrom: WebAssembly.Global;
  readonly repeatedTo: WebAssembly.Global;
  readonly repeatedLines: WebAssembly.Global;
  readonly repeatedText: WebAssembly.Global;
  readonly repeatedSize: WebAssembly.Global;
  readonly repeatedLabels: WebAssembly.Global;
  readonly repeatedPrint: WebAssembly.Global<bigint>;
  readonly prepare: (windowBytes: number, textSeed: bigint, selectKey: bigint, orderKey: bigint) => number;
  readonly reserve: Place;
  readonly beginScan: (at: number) => void;
  readonly describeJson: (keys: number, isArray: number, isMessages: number) => void;
  readonly elementEnd: Place;
  readonly clearNames: Place;
  readonly addName: (list: number, size: number, value: number) => void;
  readonly messageHeadsAt: Place;
  readonly unescape: Place;
  readonly describeTable: (columns: number, keys: number, delimiter: number, quote: number) => void;
  readonly scanRows: Place;
  readonly dealRows: Place;
  readonly passedRows: WebAssembly.Global;
  readonly spanKeyAt: Place;
  readonly spanKeySize: WebAssembly.Global;
  readonly describeSpans: (keys: number) => void;
  readonly columnsAt: Place;
  readonly scanSpans: Place;
  readonly dealSpans: Place;
  readonly unsnappy: Place;
  readonly decodeHybrid: Place;
  readonly countOnes: Place;
  readonly placeSized: Place;
  readonly placeFixed: Place;
  readonly placeTruths: Place;
  readonly placeListed: Place;
  readonly truthsAt: Place;
  readonly spreadNulls: (levels: number, count: number, values: number, spans: number) => void;
  readonly isText: Place;
  readonly rolesAt: Place;
  readonly entriesAt: Place;
  readonly takeEntries: () => void;
  readonly watchExamples: () => void;
  readonly clearLabels: () => void;
  readonly defineLabels: Place;
  readonly reserveDeal: (labelSets: number, sets: number, repeated: number) => void;
  readonly writtenAsAt: Place;
  readonly fixedSplitsAt: Place;
  readonly cutsAt: Place;
  readonly hasCutAt: Place;
  readonly repeatedHighsAt: Place;
  readonly repeatedLowsAt: Place;
  readonly repeatedStartsAt: Place;
  readonly reserveLines: (sets: number, tailBytes: number, longestTail: number) => void;
  readonly tailsAt: Place;
  readonly tailEndsAt: Place;
  readonly countsAt: Place;
  readonly linesAt: Place;
  readonly linesSize: Place;
  readonly takeLines: () => void;
  readonly escapeCopy: Place;
  readonly copyUndoubled: Place;
  readonly isBlank: Place;
  readonly rank: (fingerprint: bigint, key: bigint) => bigint;
  readonly xxh64: (at: number, size: number, seed: bigint) => bigint;
}

export interface Kernel {
  readonly exports: KernelExports;
  /** Where the window for bytes of a source lies, and how large it is. */
  readonly window: number;
  readonly windowBytes: number;
}

/**
 * Loads the kernel and takes its memory: about 14 MiB and the window.
 * @throws LabelmillError INTERNAL where the package is not whole
 */
export async function loadKernel(hashing: Hashing, windowBytes: number): Promise<Kernel> {
  try {
    const { instance } = await WebAssembly.instantiate(await readFile(MODULE), {});
    const { exports } = instance;
    if (!isKernel(exports)) throw new TypeError('it lacks exports');
    const window = exports.prepare(windowBytes, hashing.textSeed, hashing.selectKey, hashing.orderKey);
    exports.clearLabels();
    return { exports, window, windowBytes };
  } catch (error) {
    const message = `cannot use ${MODULE.pathname}: ${reasonOf(error)}; install the package again, or run with --lane rows`;
    throw new LabelmillError('INTERNAL', message, { path: MODULE.pathname }, error);
  }
}

function isKernel(exports: object): exports is KernelExports {
  return 'memory' in exports && 'prepare' in exports && 'scanRows' in exports && 'dealRows' in exports;
}
