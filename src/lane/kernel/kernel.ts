/** The kernel of the byte lane, in AssemblyScript: README.md says how it works. What the host sees is listed here. */
import { reserve } from './areas';
import { describeTable as describeColumns, prepareCsv, walkTable } from './csv';
import { describeJson as describeRows, prepareJson, walkJson } from './json';
import { prepareMessages } from './json-messages';
import { prepareText } from './json-text';
import { prepareValues } from './json-value';
import { countKeys, prepareKeys } from './keys';
import { prepareLabels } from './labels';
import { prepareNames } from './names';
import { beginScan as beginCount } from './scan';
import { prepareSpans } from './spans';
import { clearCounts, prepareTake } from './take';

export { reserve } from './areas';
export { rolesAt } from './csv';
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
export { elementEnd } from './json';
export { messageHeadsAt } from './json-messages';
export { unescape } from './json-text';
export { keyAt, keySize } from './keys';
export { clearLabels, defineLabels } from './labels';
export { countsAt, linesAt, linesSize, reserveLines, tailEndsAt, tailsAt, takeLines } from './lines';
export { addName, clearNames } from './names';
export { rank } from './rank';
export { blanks, lines, position, repeatedFrom, repeatedLines, repeatedTo, rows } from './scan';
export {
  above,
  below,
  entriesAt,
  entryCount,
  repeatedLabels,
  repeatedPrint,
  repeatedSize,
  repeatedText,
  takeEntries,
  watchExamples,
} from './take';
export { unsnappy } from './snappy';
export { columnsAt, dealSpans, describeSpans, passedRows, scanSpans, spanKeyAt, spanKeySize } from './spans';
export { copyUndoubled, isBlank, isText } from './text';
export { countOnes, decodeHybrid, placeFixed, placeListed, placeSized, placeTruths, spreadNulls, truthsAt } from './values';
export { xxh64 } from './xxh64';

let isJson: bool = false;

/** Takes memory for the tables and the window. @returns the window */
export function prepare(windowBytes: u32, seed: u64, select: u64, order: u64): usize {
  prepareLabels();
  prepareKeys();
  prepareTake(seed, select, order);
  prepareCsv();
  prepareNames();
  prepareText();
  prepareValues();
  prepareMessages();
  prepareJson();
  prepareSpans();
  return reserve(windowBytes);
}

/** The rows to come are those of a table; see csv.ts. */
export function describeTable(columns: u32, keys: u32, delimiter: u32, quote: u32): void {
  isJson = false;
  countKeys(keys);
  describeColumns(columns, delimiter, quote);
}

/** The rows to come are JSON, in lines or in an array, with a text or messages each. */
export function describeJson(keys: u32, isArray: bool, isMessages: bool): void {
  isJson = true;
  countKeys(keys);
  describeRows(isArray, isMessages);
}

export function beginScan(at: u32): void {
  beginCount(at);
  clearCounts();
}

/** Pass 1: entries for the rows from the position on that are complete before `end`. */
export function scanRows(window: usize, end: u32): u32 {
  return isJson ? walkJson(window, end, false) : walkTable(window, end, false);
}

/** Pass 2: lines for them. */
export function dealRows(window: usize, end: u32): u32 {
  return isJson ? walkJson(window, end, true) : walkTable(window, end, true);
}
