import type { Destination } from '../../../src/index.js';

/** A destination under test, with a look at what it keeps. */
export interface Subject {
  readonly destination: Destination;
  /** What is kept under the id of a part; undefined where there is nothing. */
  content(id: string): Promise<Buffer | undefined>;
  /** Files that are kept, unfinished ones counted too. */
  count(): Promise<number>;
  /** The same place as another run sees it. */
  again(): Promise<Destination>;
  /** Puts a file in the way of a part, of other content and under the part's own name; where that can be. */
  readonly obstruct?: (name: string, content: Buffer) => Promise<void>;
  /** Makes the next request fail; where there are requests. */
  readonly fail?: (status: number) => void;
}
