import { setTimeout } from 'node:timers/promises';
import type { Hub } from './hub.js';

/** How remote files are read. */
export interface RemoteSettings {
  /** Waits before a request is tried again. */
  readonly wait: (delayMs: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** Time without a byte after which a request is given up and tried again. */
  readonly idleTimeoutMs: number;
  /** Where HF_TOKEN, HUGGING_FACE_HUB_TOKEN and HF_ENDPOINT are read from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Loads the client of the Hub, which need not be installed. */
  readonly loadHub: () => Promise<Hub>;
}

/** Requests in a row that may fail, the first one counted. */
export const TRIES = 6;
/** A server that asks to come back later than this is not waited for: 2 minutes. */
export const LONGEST_WAIT_MS = 120_000;
const FIRST_DELAY_MS = 500;
const IDLE_TIMEOUT_MS = 60_000;

/** What is not given, filled in: real time and the environment of the process. */
export function completeSettings(given: Partial<RemoteSettings> = {}): RemoteSettings {
  return {
    wait: (delayMs, signal) => setTimeout(delayMs, undefined, signal === undefined ? {} : { signal }),
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    environment: process.env,
    loadHub: () => import('@huggingface/hub'),
    ...given,
  };
}

/** Delay after a number of failures in a row: 0.5 s, doubled each time. */
export function delayAfter(failures: number): number {
  return FIRST_DELAY_MS * 2 ** (failures - 1);
}
