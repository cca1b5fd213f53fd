/** The kernel of the byte lane, in AssemblyScript: README.md says how it works. What the host sees is listed here. */
import { reserve } from './areas';
import { prepareCsv } from './csv';
import { prepareLabels } from './labels';

export { reserve } from './areas';
export {
  above,
  beginScan,
  below,
  blanks,
  dealRows,
  describeTable,
  entriesAt,
  entryCount,
  keyAt,
  keySize,
  lines,
  position,
  repeatedFrom,
  repeatedLabels,
  repeatedLines,
  repeatedPrint,
  repeatedSize,
  repeatedText,
  repeatedTo,
  rolesAt,
  rows,
  scanRows,
  takeEntries,
} from './csv';
export {
  cutsAt,
  fixedSplitsAt,
  hasCutAt,
  repeatedHighsAt,
  repeatedLowsAt,
  repeatedStartsAt,
  reserveDeal,
  writtenAsAt,
} from './deal';
export { escapeCopy } from './escape';
export { clearLabels, defineLabels } from './labels';
export { countsAt, linesAt, linesSize, reserveLines, tailEndsAt, tailsAt, takeLines } from './lines';
export { rank } from './rank';
export { copyUndoubled, isBlank } from './text';
export { xxh64 } from './xxh64';

/** Takes memory for the tables and the window. @returns the window */
export function prepare(windowBytes: u32, seed: u64, select: u64, order: u64): usize {
  prepareLabels();
  prepareCsv(seed, select, order);
  return reserve(windowBytes);
}
