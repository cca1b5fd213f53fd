import { LabelmillError } from '../../core/errors.js';
import type { Reader, ReaderSetup, RowParser } from '../reader.js';
import type { JsonOrient } from '../source.js';
import { startColumns } from './json-columns.js';
import { startLater } from './json-later.js';
import { guessOrient } from './json-orient.js';
import { outlineOf, type OutlineMember } from './json-outline.js';
import { startRows } from './json-rows.js';
import { arraysShape, indexShape, rowsShape, splitShape, tableShape } from './json-shape.js';

/**
 * One JSON document: an array of rows, an object of arrays of rows, whose member names become the rows' keys, or one of
 * pandas' orients. A document that is not valid JSON is an error, after the rows before the fault or instead of some of them.
 */
export const jsonReader: Reader = { format: 'json', start: startDocument };

function startDocument(setup: ReaderSetup): RowParser {
  const parser = startParser(setup);
  const { orient } = setup.json;
  return orient === undefined ? parser : { ...parser, orient: () => orient };
}

function startParser(setup: ReaderSetup): RowParser {
  const text = setup.head.toString('utf8');
  const members = outlineOf(text);
  const { orient } = setup.json;
  if (orient !== undefined) return startTold(setup, orient, members);
  const guess = guessOrient(members, setup.isWhole);
  switch (guess) {
    case 'arrays':
      return { ...startRows(setup, arraysShape(undefined)), orient: () => (/^\s*\[/.test(text) ? 'records' : 'arrays') };
    case 'unsettled':
      return startLater(setup);
    case 'ambiguous':
      throw ambiguous(setup.source);
    case 'lists':
      return { ...startColumns(setup), orient: () => 'columns' };
    default:
      return { ...startTold(setup, guess, members), orient: () => guess };
  }
}

function startTold(setup: ReaderSetup, orient: JsonOrient, members: readonly OutlineMember[]): RowParser {
  switch (orient) {
    case 'records':
    case 'values':
      return startRows(setup, rowsShape());
    case 'arrays':
      return startRows(setup, arraysShape('{'));
    case 'index':
      return startRows(setup, indexShape());
    case 'table':
      return startRows(setup, tableShape());
    case 'split':
      return isNamedFirst(members) ? startRows(setup, splitShape()) : startLater(setup);
    case 'columns':
      return startColumns(setup);
  }
}

/** The names of the fields are there before the first row. */
function isNamedFirst(members: readonly OutlineMember[]): boolean {
  const data = members.findIndex(({ name }) => name === 'data');
  const columns = members.findIndex(({ name }) => name === 'columns');
  return columns >= 0 && (data < 0 || columns < data);
}

function ambiguous(source: string): LabelmillError {
  const message = `${source}: the objects in this document may be rows or columns; say which with --orient index or --orient columns (json.orient in a config), or --format jsonl where it is one row`;
  return new LabelmillError('SOURCE_MALFORMED', message, { source });
}
