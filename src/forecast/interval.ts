/** A figure that is not known exactly, with the bounds it is expected between; all three are equal where it is. */
export interface Interval {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}
