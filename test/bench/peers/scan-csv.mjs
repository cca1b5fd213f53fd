// Pure JavaScript on bytes: finds the cells of a table without making strings of them.

const QUOTE = 34;
const COMMA = 44;
const NEWLINE = 10;

/**
 * Walks over the whole rows of `bytes` and calls `onRow(cells)` for each: cells[2 × column] is where a cell's content starts,
 * cells[2 × column + 1] where it ends, quotes left out; doubled ones stay. Every row ends with a newline.
 * @returns where the first row starts that is not whole
 */
export function scanCsv(bytes, start, end, cells, onRow) {
  let at = start;
  let rowStart = start;
  let cell = 0;
  while (at < end) {
    if (bytes[at] === QUOTE) {
      cells[cell++] = at + 1;
      for (;;) {
        while (++at < end && bytes[at] !== QUOTE);
        if (at + 1 >= end) return rowStart;
        if (bytes[at + 1] !== QUOTE) break;
        at++;
      }
      cells[cell++] = at++;
    } else {
      cells[cell++] = at;
      let byte = bytes[at];
      while (byte !== COMMA && byte !== NEWLINE) {
        if (++at >= end) return rowStart;
        byte = bytes[at];
      }
      cells[cell++] = at;
    }
    if (bytes[at++] === COMMA) continue;
    onRow(cells);
    cell = 0;
    rowStart = at;
  }
  return rowStart;
}
