import type { DealNumbers } from '../deal-tables.js';
import type { Hashing } from '../lane-job.js';
import type { FormOrder } from '../row-form.js';

/** What a worker starts with. */
export interface WorkerSetup {
  readonly worker: number;
  readonly threads: number;
  readonly hashing: Hashing;
  readonly chunkBytes: number;
  /** One number, which grows with every order and whenever main comes to a chunk; workers sleep on it. */
  readonly bell: SharedArrayBuffer;
}

/** What main tells a worker. */
export type Order =
  | { readonly kind: 'labels'; readonly key: Uint8Array; readonly labelSet: number }
  | { readonly kind: 'forget-labels' }
  | { readonly kind: 'plan'; readonly plan: DealNumbers }
  | { readonly kind: 'buffers'; readonly buffers: readonly ArrayBuffer[] }
  | { readonly kind: 'source'; readonly source: SourceOrder };

export interface SourceOrder {
  /** Number of the reading of a source, which the answers carry. */
  readonly reading: number;
  readonly path: string;
  readonly form: FormOrder;
  readonly pass: 'scan' | 'deal';
  readonly board: SharedArrayBuffer;
  /** Where rows begin in each chunk, where that is known; of pages the number of the row, and at the end that of all rows. */
  readonly starts: Float64Array | undefined;
}

/** A chunk of which a worker can't tell anything. */
export interface GivenUp {
  readonly reading: number;
  readonly chunk: number;
}

/** What a worker found in a chunk: so many bytes of a file, or a stretch of rows of pages. */
export interface WalkedChunk {
  readonly reading: number;
  readonly chunk: number;
  /**
   * Place of the first row, and of the first byte that was not passed: that of a row in which the kernel needs help, or one that goes
   * on. Of pages the numbers of these rows.
   */
  readonly start: number;
  readonly end: number;
  readonly rows: number;
  readonly lines: number;
  readonly blankLines: number;
  /** Whether all rows that end in the chunk were passed. */
  readonly isWhole: boolean;
  /** XXH64 of the chunk's bytes; 0 for pages, whose file main reads for its digest. */
  readonly digest: bigint;
  readonly found: Found;
}

/** Its lists lie in buffers of their own, which go back to the worker: see buffers.ts. */
export interface Found {
  /** Pass 1: rank high, rank low and label set of each example. */
  readonly entries: readonly Uint32Array[];
  /** Pass 2: records of lines per split, as DealSink.lines has them. */
  readonly records: readonly (readonly Uint8Array[])[];
  /** Pass 2: split, set and lines, three numbers each. */
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
  readonly repeated: PackedRows;
}

/** Repeated rows, as repeated-rows.ts packs them. */
export interface PackedRows {
  readonly numbers: Float64Array;
  readonly bytes: Uint8Array;
}

/** A row whose input occurs more than once. */
export interface RepeatedRow {
  /** Rows of the chunk up to it, itself included, and lines before it. */
  readonly row: number;
  readonly line: number;
  /** Place of its first byte in the file; -1 in pages. */
  readonly byte: number;
  readonly raw: Uint8Array;
  /** Bytes of records of each split that stand before it. */
  readonly before: readonly number[];
  readonly text: Uint8Array;
  readonly labelSet: number;
  readonly print: bigint;
}

/** What a chunk's entries, lines and repeated rows lie in. */
export function buffersOf({ found }: WalkedChunk): ArrayBuffer[] {
  const { numbers, bytes } = found.repeated;
  const arrays = [...found.entries, ...found.records.flat(), numbers, bytes];
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer && buffer.byteLength > 0 ? [buffer] : []));
}
