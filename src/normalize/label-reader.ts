import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';

/** A class, or classes sorted by code point without repeats. */
export type Label = string | readonly string[];

/** The label of one target; undefined where the row lacks it and the target is optional; else why there is none. */
export type LabelReader = (row: Row) => Label | undefined | Reject;
