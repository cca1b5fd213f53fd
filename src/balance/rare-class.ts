/** A class that fell below its minimum. */
export interface RareClass {
  readonly class: number;
  /** Examples it had when it fell below. */
  readonly count: number;
  readonly min: number;
}
