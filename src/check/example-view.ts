import type { Example } from '../core/example.js';
import type { Origin } from '../core/origin.js';
import type { SplitName } from '../core/splits.js';

/** What a check sees of an example. Valid until it returns: what it keeps, it takes out. */
export interface ExampleView {
  /** The text; of messages their contents, a line end between two. */
  readonly text: string;
  /** The contents of the messages; undefined for a text. */
  readonly contents: readonly string[] | undefined;
  /** The label of each target in mapping order, as in Example. */
  readonly labels: Example['labels'];
  /** Split the source gives, where it gives one. */
  readonly split: SplitName | undefined;
  readonly origin: Origin;
}
