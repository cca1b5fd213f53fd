import type { PagedGroup } from '../read/read.js';

/** Blocks of a stretch, decompressed: 2 MiB by default, a page or two of the text; what is found in it takes about as much. */
const STRETCH_BLOCKS = 2;
/** A stretch has no more rows than a block has of these: 32 Ki by default. A dictionary has few bytes for many rows. */
const BYTES_A_ROW = 32;
/** A footer may claim any number of rows: then stretches are larger. */
const MOST_STRETCHES = 64 * 1024;

/**
 * Parts a file into stretches of rows, each of which one thread walks over: small groups go together, large ones in parts.
 * @returns the first row of each stretch, and the number of all rows as the last one. Time and memory O(groups + stretches).
 */
export function startsOf(groups: readonly Pick<PagedGroup, 'rows' | 'bytes'>[], blockBytes: number): Float64Array<ArrayBuffer> {
  const sum = (key: 'rows' | 'bytes'): number => groups.reduce((all, group) => all + group[key], 0);
  const mostRows = Math.max(blockBytes / BYTES_A_ROW, sum('rows') / MOST_STRETCHES);
  const mostBytes = Math.max(blockBytes * STRETCH_BLOCKS, sum('bytes') / MOST_STRETCHES);
  const starts = [0];
  let before = 0;
  let rows = 0;
  let bytes = 0;
  const cut = (row: number): void => {
    starts.push(row);
    rows = bytes = 0;
  };
  for (const group of groups) {
    if (rows > 0 && (rows + group.rows > mostRows || bytes + group.bytes > mostBytes)) cut(before);
    const parts = Math.ceil(Math.max(group.rows / mostRows, group.bytes / mostBytes));
    for (let part = 1; part < Math.min(parts, group.rows); part++) cut(before + Math.floor((group.rows * part) / parts));
    before += group.rows;
    rows += group.rows / Math.max(1, parts);
    bytes += group.bytes / Math.max(1, parts);
  }
  if (rows > 0) starts.push(before);
  return Float64Array.from(starts);
}
