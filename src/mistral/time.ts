import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

/** What waiting needs of the outside. Tests give their own. */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  /** @throws where the signal is aborted first */
  wait(delayMs: number, signal: AbortSignal | undefined): Promise<void>;
  /** From 0 to 1, so that many who wait don't come back at once. */
  jitter(): number;
}

/** Tries of a request, the first one counted. */
export const TRIES = 6;
/** A service that asks to come back later than this is not waited for. */
export const LONGEST_WAIT_MS = 120_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

export const REAL_TIME: Time = {
  now: () => Date.now(),
  wait: (delayMs, signal) => setTimeout(delayMs, undefined, signal === undefined ? {} : { signal }),
  jitter: () => randomInt(1001) / 1000,
};

/** Delay after a number of failures in a row: up to 0.5 s, doubled each time, 30 s at most; never less than what is asked for. */
export function delayAfter(failures: number, askedMs: number, time: Time): number {
  return Math.max(askedMs, Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)) * time.jitter());
}

/** `Retry-After`, seconds or a date, as milliseconds from now; 0 where there is none. */
export function readRetryAfter(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  const delayMs = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(delayMs) ? Math.max(0, delayMs) : 0;
}
