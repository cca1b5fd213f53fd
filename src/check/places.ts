import type { Origin } from '../core/origin.js';

/** Counts what is found and keeps the first places of it. */
export interface Places {
  /** @param excerpt asked only where the place is kept */
  add(origin: Origin, excerpt?: () => string): void;
  readonly count: number;
  readonly origins: readonly Origin[];
  /** Same order as the places; empty where no excerpts were given. */
  readonly excerpts: readonly string[];
}

/** Places kept of one finding. */
export const PLACES_KEPT = 20;

export function createPlaces(): Places {
  const origins: Origin[] = [];
  const excerpts: string[] = [];
  let count = 0;
  return {
    origins,
    excerpts,
    get count() {
      return count;
    },
    add(origin, excerpt) {
      count++;
      if (origins.length === PLACES_KEPT) return;
      origins.push(origin);
      if (excerpt !== undefined) excerpts.push(excerpt());
    },
  };
}
