import type { Origin } from '../core/origin.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { WalkedChunk } from './threads/messages.js';

/** What a pass does with a source. */
export interface TablePass {
  /** The kernel's walk of this pass. */
  readonly walk: (window: number, end: number) => number;
  /** The same over rows whose values the host placed. */
  readonly walkSpans: (count: number) => number;
  /** Takes what the kernel gathered. Called after each walk, before any row that goes the row way. */
  readonly take: () => void;
  /** The row the kernel just passed occurs more than once: it found out all but what becomes of it. */
  readonly repeated: (origin: Origin, raw: () => string) => void;
  /** A row that goes the row way. @returns its label set, or -1 where it is a reject */
  readonly row: (row: Row | Reject) => number;
  /** A chunk that another thread walked over; its rows follow those so far. */
  readonly accept: (walked: WalkedChunk, before: Passed) => void;
}

/** What was passed of a source. */
export interface Passed {
  readonly rows: number;
  /** Number of the next line. */
  readonly line: number;
}
