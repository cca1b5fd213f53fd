import { guessOrient, type GuessedOrient } from './readers/json-orient.js';
import { outlineOf } from './readers/json-outline.js';
import { sniffDialect } from './sniff-dialect.js';
import type { Format } from './source.js';

/** Formats by the ending of the name, which only breaks ties. */
const FORMAT_OF_ENDING: ReadonlyMap<string, Format> = new Map([
  ['csv', 'csv'],
  ['psv', 'csv'],
  ['tsv', 'tsv'],
  ['tab', 'tsv'],
  ['json', 'json'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
]);

/** Stands before each value of a JSON text sequence (RFC 7464). */
const RECORD_SEPARATOR = '\x1e';

/** Orients that an object is told by beyond doubt. */
const SURE_ORIENTS: ReadonlySet<GuessedOrient> = new Set(['columns', 'index', 'split', 'table']);

/** Lines looked at to tell JSONL whose first line is broken from a table. */
const LINES_TRIED = 20;

/**
 * The format of a text by its content: a JSON document, JSON per line, or else a table. Where the content fits two (one line
 * with one object, one column of text), the ending of the name decides.
 * @param head first bytes of the source, without byte order mark
 * @param isWhole the head is the whole source
 */
export function detectFormat(name: string, head: Buffer, isWhole: boolean): Format {
  const named = FORMAT_OF_ENDING.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase());
  const text = head.toString('utf8').trimStart();
  if (text === '') return named ?? 'csv';
  if (text.startsWith(RECORD_SEPARATOR)) return 'jsonl';
  const lineEnd = text.indexOf('\n');
  const firstLine = (lineEnd < 0 ? text : text.slice(0, lineEnd)).trim();
  const isOneLine = isWhole && (lineEnd < 0 || text.slice(lineEnd).trim() === '');
  if (/^\{\s*(?:["}]|$)/.test(firstLine))
    return detectObject(firstLine, text.slice(firstLine.length).trimStart(), isOneLine, named);
  if (/^\[\s*(?:[[{"\]]|-?\d|(?:true|false|null)\b|$)/.test(firstLine)) return detectArray(firstLine, isOneLine, named);
  return detectTable(text, head, isWhole, named);
}

/** The text starts with an object. */
function detectObject(firstLine: string, rest: string, isOneLine: boolean, named: Format | undefined): Format {
  const value = parsed(firstLine);
  if (value !== undefined) {
    if (!isOneLine) return 'jsonl';
    const members = typeof value === 'object' && value !== null ? Object.values(value) : [];
    const orient = guessOrient(outlineOf(firstLine), true);
    if (SURE_ORIENTS.has(orient) || (members.length > 0 && members.every(isArrayOfRows))) return 'json';
    // one object of lists or objects may be a row as well
    return named === 'json' && (orient === 'lists' || orient === 'ambiguous') && members.length > 0 ? 'json' : 'jsonl';
  }
  // a first line of JSONL that is broken, or longer than the head
  if (rest.startsWith('{')) return firstLine.endsWith('}') || named === 'jsonl' ? 'jsonl' : 'json';
  if (rest !== '' || named === 'json' || SURE_ORIENTS.has(guessOrient(outlineOf(firstLine), false))) return 'json';
  const isArrayFirst = /^\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\[\s*[[{]/.test(firstLine);
  return isArrayFirst && named !== 'jsonl' ? 'json' : 'jsonl';
}

/** The text starts with an array: a document, or a row of a positional JSONL file, which holds something else than rows. */
function detectArray(firstLine: string, isOneLine: boolean, named: Format | undefined): Format {
  const value = parsed(firstLine);
  if (!Array.isArray(value)) return named === 'jsonl' && firstLine.length > 1 ? 'jsonl' : 'json';
  if (value.every(isContainer)) return 'json';
  return isOneLine && named === 'json' ? 'json' : 'jsonl';
}

/** The text starts with neither: a table, unless most of its lines are JSON or the name says JSON and nothing says table. */
function detectTable(text: string, head: Buffer, isWhole: boolean, named: Format | undefined): Format {
  const lines = text.split('\n', LINES_TRIED).filter((line) => line.trim() !== '');
  const jsonLines = lines.filter((line) => /^\s*[[{]/.test(line) && parsed(line) !== undefined).length;
  if (jsonLines * 2 >= lines.length && jsonLines > 0) return 'jsonl';
  const dialect = sniffDialect(head, isWhole, {}, named === 'tsv' ? '\t' : ',');
  if (dialect.isSure || named === 'csv' || named === 'tsv' || named === undefined)
    return dialect.layout.delimiter === '\t' ? 'tsv' : 'csv';
  return named;
}

function isArrayOfRows(value: unknown): boolean {
  return Array.isArray(value) && value.every(isContainer);
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
