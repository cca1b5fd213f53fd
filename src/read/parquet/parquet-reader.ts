import type { FileReader } from '../reader.js';
import type { openPagedTable as open, PagedTable } from './paged-table.js';

/** Parquet files, by position. Loaded when the first one is read. */
export const parquetReader: FileReader = {
  format: 'parquet',
  async *read(path, setup) {
    const { readParquet } = await import('./read-parquet.js');
    yield* readParquet(path, setup);
  },
};

/** The pages of a file: see paged-table.ts. Loaded when the first one is opened. */
export async function openPagedTable(...given: Parameters<typeof open>): Promise<PagedTable | undefined> {
  const paged = await import('./paged-table.js');
  return paged.openPagedTable(...given);
}

/**
 * Whether a file begins as Parquet does, and not as a text that begins with the same letters.
 * @param head first bytes of the file
 */
export function isParquet(head: Buffer): boolean {
  const magic = head.toString('latin1', 0, 4);
  if (magic !== 'PAR1' && magic !== 'PARE') return false;
  const next = head[4];
  const isControl = next !== undefined && next < 0x20 && next !== 0x09 && next !== 0x0a && next !== 0x0d;
  return next === undefined || isControl || head.includes(0);
}
