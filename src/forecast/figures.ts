/**
 * What is known of the service's classifier jobs. The figures of the three jobs that were published in April 2025 with their
 * data (an intent, a moderation and a product classifier) follow from these exactly, but for the overhead and the time.
 */

/** Tokens a training step takes, whatever the data: four sequences. Exact in all three jobs. */
export const TOKENS_PER_STEP = 65_536;
/** Tokens of a sequence, as the service fills in `seq_len`. */
export const SEQUENCE_TOKENS = 16_384;

/** EUR per 10,000 steps: 3.28 for 100 steps, 6.56 for 200, 8.20 for 250. About 0.50 EUR per million train tokens. */
export const PRICE_PER_10000_STEPS = 328;
/** USD per job, which the estimates of the service leave out. Service's documentation. */
export const MINIMUM_FEE = 4;
/** USD per month and model. Service's documentation. */
export const STORAGE_FEE = 2;

/**
 * Tokens the service adds to an example: 12 and 6 for each target. Inferred from two of the jobs (17.8 and 24.2 for 1 and 2
 * targets), and plausible for the third.
 */
export const EXAMPLE_OVERHEAD = 12;
export const TARGET_OVERHEAD = 6;
/** How far the overhead of an example may be off, in tokens. */
export const OVERHEAD_MARGIN = 2;
/** Tokens that mark each message of a chat after the first, as in the service's chat templates; as many may be missing. */
export const MESSAGE_OVERHEAD = 2;

/** Seconds a step took by the service's own announcements: 4 in two jobs, 17 in the one with the longest texts. */
export const SECONDS_PER_STEP = { low: 4, high: 17 } as const;
