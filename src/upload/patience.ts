import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

/** How long the uploader keeps trying. Figures: the fault matrix of the project, in line with what object stores advise. */
export interface Patience {
  /** Waits before another try. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<unknown>;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** From 0 up to 1: the share of the longest delay that is taken, so that many clients don't come back at once. */
  readonly random: () => number;
}

/** Tries of one part, the first one counted. */
export const TRIES = 6;
/** A destination that asks to come back later than this is not waited for: 2 minutes. */
export const LONGEST_WAIT_MS = 120_000;
/** No further try of a part starts after this: 10 minutes of failures. */
export const LONGEST_TROUBLE_MS = 600_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

export const PATIENCE: Patience = {
  wait: (delayMs, signal) => setTimeout(delayMs, undefined, { signal }),
  now: () => performance.now(),
  random: () => randomInt(1000) / 1000,
};

/** Delay after a number of failures: up to 0.5 s, doubled each time, up to 30 s; never less than was asked for. */
export function delayAfter(failures: number, askedMs: number, random: () => number): number {
  return Math.max(askedMs, random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)));
}
