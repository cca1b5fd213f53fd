import type { Message } from '../core/example.js';
import type { Origin } from '../core/origin.js';
import type { Reject } from '../core/reject.js';
import type { SplitName } from '../core/splits.js';
import type { Label } from './label-reader.js';

/** What one row says of its conversation. Plain data, so that it can be written down and read again. */
export interface Turn {
  /** Rows of one id are one conversation. */
  readonly id: string;
  /** Orders the rows of a conversation: a numeral or any other text. */
  readonly turn: string;
  /** Undefined where the mapping leaves the role out. */
  readonly message: Message | undefined;
  /** Per target in mapping order; undefined where this row has none. */
  readonly labels: readonly (Label | undefined)[];
  /** Undefined where the mapping names no group field, or this row has none. */
  readonly group: string | undefined;
  readonly split: SplitName | undefined;
  readonly origin: Origin;
  /** Why the row can't be used, and with it the conversation. */
  readonly fault: Reject | undefined;
}
