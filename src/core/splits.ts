/** The splits, in the order of ratios, files and tables. */
export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

/** One number per split, in the order of SPLITS. */
export type PerSplit<T> = readonly [train: T, validation: T, test: T];
