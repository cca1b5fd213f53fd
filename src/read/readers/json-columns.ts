import { LabelmillError } from '../../core/errors.js';
import type { Origin } from '../../core/origin.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { cutRaw } from '../raw-text.js';
import type { ReaderSetup, RowParser } from '../reader.js';
import { createColumnCursor, type Cell, type Column, type ColumnCursor } from './column-cursor.js';
import { isTooDeep } from './json-depth.js';
import { createElementScanner } from './json-elements.js';
import { jsonFault } from './json-fault.js';
import { parseRow } from './json-row.js';
import { columnsShape } from './json-shape.js';
import { rejectTooDeep, rejectTooLarge } from './record-row.js';
import { createTextSpool } from './text-spool.js';

/** Rows given out at a time. */
const BATCH_SIZE = 512;
/** Memory for the blocks of all columns together, and the least and most that one gets, in bytes. */
const BLOCKS_BYTES = 32 * 1024 * 1024;
const LEAST_BLOCK_BYTES = 4 * 1024;
const MOST_BLOCK_BYTES = 256 * 1024;

/**
 * Reads a document that holds one object or array per field (pandas' orient columns, or lists): keeps its text in a spool,
 * notes where each column begins, and then reads all columns side by side, a block of each at a time. A row is put together
 * as JSON text, so that it is the row that `records` would have. Time: the text is gone through twice. Disk: as much as the
 * text, from 8 MiB on. Memory: 32 MiB and one row, 4 KiB a column where there are more than 8,192.
 */
export function startColumns(setup: ReaderSetup): RowParser {
  const { columnLimit } = setup;
  const spool = createTextSpool(setup.directory);
  const columns: Column[] = [];
  const names = new Set<string>();
  const shape = columnsShape((name, hasLabels, place) => {
    if (names.has(name)) return 'is given twice; each field has one column';
    if (names.size >= columnLimit) return `is one more than ${columnLimit} columns, which is the limit (limits.columns)`;
    if (columns.length > 0 && columns[0]?.hasLabels !== hasLabels)
      return 'is an array where others are objects, or the other way round';
    names.add(name);
    columns.push({ name, hasLabels, byte: place.byte + 1, line: place.line });
    return undefined;
  });
  const scanner = createElementScanner({ ...setup, shape });

  function watch(chunk: Buffer, isLast: boolean): readonly (Row | Reject)[] {
    const { fault } = scanner.next(chunk, isLast);
    if (fault !== undefined) throw fault;
    return [];
  }

  return {
    push(chunk) {
      spool.write(chunk);
      return watch(chunk, false);
    },
    end: () => watch(Buffer.alloc(0), true),
    *drain() {
      const share = Math.floor(BLOCKS_BYTES / Math.max(1, columns.length));
      const blockBytes = Math.max(LEAST_BLOCK_BYTES, Math.min(MOST_BLOCK_BYTES, share));
      const cursors = columns.map((column) => createColumnCursor(column, { setup, spool, blockBytes }));
      const table = { setup, cursors, names: columns.map(({ name }) => JSON.stringify(name)) };
      let batch: (Row | Reject)[] = [];
      for (let row = readRow(table, 1); row !== undefined; row = readRow(table, row.origin.row + 1)) {
        if (batch.push(row) < BATCH_SIZE) continue;
        yield batch;
        batch = [];
      }
      yield batch;
    },
    line: scanner.line,
    blankLines: () => 0,
    close: spool.remove,
  };
}

interface Table {
  readonly setup: ReaderSetup;
  readonly cursors: readonly ColumnCursor[];
  /** Names of the columns as JSON. */
  readonly names: readonly string[];
}

/** The next row, or undefined after the last. @throws LabelmillError SOURCE_MALFORMED where columns do not match */
function readRow({ setup, cursors, names }: Table, row: number): Row | Reject | undefined {
  const { source, rowLimitBytes, depthLimit } = setup;
  const cells: Cell[] = [];
  let first: Cell | undefined;
  let text = '';
  let isTooLarge = false;
  for (const [at, cursor] of cursors.entries()) {
    const cell = cursor.next();
    if (at === 0) first = cell;
    if (cell?.label !== first?.label || (cell === undefined) !== (first === undefined))
      throw mismatch(source, cursors, { first, cell, at });
    if (cell === undefined) continue;
    isTooLarge ||= cell.isTooLarge || text.length + cell.text.length > rowLimitBytes;
    if (isTooLarge) continue;
    text += `${text === '' ? '{' : ','}${names[at] ?? ''}:${cell.text}`;
    cells.push(cell);
  }
  if (first === undefined) return undefined;
  text += '}';
  const origin: Origin = { source, row, line: first.line, byte: first.byte };
  const raw = (): string => cutRaw(text);
  const place = first.label === undefined ? { origin, raw } : { origin, raw, key: first.label };
  if (isTooLarge) return rejectTooLarge(rowLimitBytes, place);
  if (text.length > 2 * depthLimit) {
    const bytes = Buffer.from(text);
    if (isTooDeep(bytes, { start: 0, end: bytes.length }, depthLimit)) return rejectTooDeep(depthLimit, place);
  }
  try {
    return parseRow(text, place);
  } catch (error) {
    throw faultIn(cells, { origin, error });
  }
}

/** The first cell that is not JSON, with its place. */
function faultIn(
  cells: readonly Cell[],
  { origin, error }: { readonly origin: Origin; readonly error: unknown },
): LabelmillError {
  for (const { text, line, byte } of cells) {
    try {
      JSON.parse(text);
    } catch (cause) {
      return jsonFault(text, { ...origin, line, byte }, cause);
    }
  }
  return new LabelmillError('INTERNAL', `${origin.source}: row ${origin.row} is not JSON, but its values are`, {}, error);
}

interface Mismatch {
  readonly first: Cell | undefined;
  readonly cell: Cell | undefined;
  readonly at: number;
}

function mismatch(source: string, cursors: readonly ColumnCursor[], { first, cell, at }: Mismatch): LabelmillError {
  const [a, b] = [cursors[0]?.name ?? '', cursors[at]?.name ?? ''].map((name) => JSON.stringify(name.slice(0, 40)));
  const told = cell ?? first;
  const line = told?.line ?? 0;
  const byte = told?.byte ?? 0;
  const shown = (found: Cell | undefined): string =>
    found === undefined ? 'ends' : found.label === undefined ? 'goes on' : `has ${JSON.stringify(found.label.slice(0, 40))}`;
  const message = `${source}:${line}: the columns do not match: at byte ${byte} column ${b} ${shown(cell)} where column ${a} ${shown(first)}; every column must have the same rows in the same order`;
  return new LabelmillError('SOURCE_MALFORMED', message, { source, line, byte });
}
