import { LabelmillError } from '../../core/errors.js';
import { OPEN_PAGES_LIMIT_BYTES } from './limits.js';

/** Keeps the pages that are open at a time, over all columns, below a limit. */
export interface MemoryBudget {
  /** @throws LabelmillError LIMIT_EXCEEDED */
  take(bytes: number, column: string): void;
  release(bytes: number): void;
}

export function createMemoryBudget(source: string): MemoryBudget {
  let used = 0;
  return {
    take(bytes, column) {
      used += bytes;
      if (used <= OPEN_PAGES_LIMIT_BYTES) return;
      const message = `${source}: the pages of its columns (the last one of ${JSON.stringify(column)}) need more than ${OPEN_PAGES_LIMIT_BYTES} bytes at a time, which is the limit; write it with smaller pages, or with fewer columns`;
      throw new LabelmillError('LIMIT_EXCEEDED', message, { source, column });
    },
    release(bytes) {
      used -= bytes;
    },
  };
}
