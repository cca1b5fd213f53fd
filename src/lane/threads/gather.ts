import { takeCounts } from '../deal-tables.js';
import type { Kernel, Stop } from '../load-kernel.js';
import type { Buffers } from './buffers.js';
import type { Found, RepeatedRow } from './messages.js';
import { createPacker } from './repeated-rows.js';

/** What the kernel finds in a chunk, copied out of its memory. */
export interface Gatherer {
  /** After each walk. @param stop why it ended */
  add(stop: Stop): void;
  /** The row that the last walk ended with occurs more than once. */
  repeated(row: Pick<RepeatedRow, 'row' | 'line' | 'byte' | 'raw'>): void;
  /** Bytes so far, but for what the kernel still holds. */
  bytes(): number;
  /** All of it, at the end of the chunk. */
  found(): Found;
}

export interface GatherSetup {
  readonly kernel: Kernel;
  readonly buffers: Buffers;
  readonly pass: 'scan' | 'deal';
  /** Sets of labels that are written; 0 in pass 1. */
  readonly setCount: number;
}

/** What is found stays in the kernel's memory until that is full: a copy behind each repeated row would be as many buffers. */
export function createGatherer({ kernel: { exports }, buffers, pass, setCount }: GatherSetup): Gatherer {
  const entries: Uint32Array[] = [];
  const records: Uint8Array[][] = [[], [], []];
  const taken = [0, 0, 0];
  const repeated = createPacker(buffers);
  let below = 0;
  let above = 0;
  let bytes = 0;

  const takeEntries = (): void => {
    const count = exports.entryCount.value * 3;
    if (count > 0) {
      const copy = buffers.copy(new Uint8Array(exports.memory.buffer, exports.entriesAt(), count * 4));
      entries.push(new Uint32Array(copy.buffer, 0, count));
      bytes += copy.length;
    }
    exports.takeEntries();
  };

  const takeRecords = (): void => {
    records.forEach((list, split) => {
      const size = exports.linesSize(split);
      if (size > 0) list.push(buffers.copy(new Uint8Array(exports.memory.buffer, exports.linesAt(split), size)));
      taken[split] = (taken[split] ?? 0) + size;
      bytes += size;
    });
    exports.takeLines();
  };

  const take = pass === 'deal' ? takeRecords : takeEntries;

  return {
    add(stop) {
      below += exports.below.value;
      above += exports.above.value;
      if (stop === 'full') take();
    },
    repeated(row) {
      const { repeatedText, repeatedSize, repeatedLabels, repeatedPrint, memory } = exports;
      const text = new Uint8Array(memory.buffer, repeatedText.value, repeatedSize.value);
      const before = taken.map((size, split) => size + exports.linesSize(split));
      const print = BigInt.asUintN(64, repeatedPrint.value);
      repeated.add({ ...row, before, text, labelSet: repeatedLabels.value, print });
    },
    bytes: () => bytes + repeated.bytes(),
    found() {
      take();
      const counts: number[] = [];
      if (pass === 'deal') takeCounts(exports, setCount, (split, set, count) => counts.push(split, set, count));
      return { entries, records, counts, below, above, repeated: repeated.pack() };
    },
  };
}
