import type { PerSplit } from '../core/splits.js';

export interface SplitOptions {
  /** Fractions that sum to 1 (in the order train, validation, test). */
  readonly ratios: PerSplit<number>;
  /** Exact sizes asked for, where they are; train takes what remains. */
  readonly counts: PerSplit<number | undefined>;
  readonly smallClasses: 'proportional' | 'cover' | 'fail';
}
