import { openPagedTable, type PagedTable } from '../read/read.js';
import type { Kernel } from './load-kernel.js';
import type { PageAreas } from './page-areas.js';
import type { RowFields } from './row-form.js';

/** Columns with labels at most: MOST_KEYS in kernel/keys.ts. */
const MOST_KEYS = 64;

/** What rows of pages are brought into. */
export interface PageTools {
  readonly kernel: Kernel;
  readonly areas: PageAreas;
  readonly fields: Pick<RowFields, 'text' | 'keys'>;
}

/** Opens a Parquet file whose pages go into the kernel's memory. @returns undefined where it must be read by rows */
export async function openPages(
  source: { readonly name: string; readonly path: string },
  { kernel, areas, fields: { text, keys } }: PageTools,
): Promise<PagedTable | undefined> {
  if (keys.length > MOST_KEYS) return undefined;
  const allocate = (size: number): Buffer => {
    const start = areas.stored.hold(size);
    return Buffer.from(kernel.exports.memory.buffer, start, size);
  };
  // what goes wrong here goes wrong again by rows, and is told
  const table = await openPagedTable(source, [...new Set([text, ...keys])], allocate).catch(() => undefined);
  if (table === undefined || table.columns.some((column) => column.name === text && column.isText)) return table;
  table.close();
  return undefined;
}
