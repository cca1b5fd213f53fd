import { SPLITS } from '../core/splits.js';
import type { RowsSource } from '../read/read.js';
import { nearName } from '../core/near-name.js';
import { isPlain } from './is-plain.js';
import type { Problem } from './problem.js';

/** The sources that hold rows in memory, which JSON can't have, taken out of the others. */
export interface SeparatedSources {
  /** All sources; in the place of each rows source one of a file with the same shape, so that the places stay. */
  readonly files: unknown;
  /** Place in the list → rows source. */
  readonly rows: ReadonlyMap<number, RowsSource>;
  readonly problems: readonly Problem[];
}

const KEYS = ['rows', 'name', 'split', 'mapping', 'where', 'rename', 'select'] as const;

/** Takes the rows sources out of what was given as `sources`, and checks them. The rows are not touched. */
export function separateRows(sources: unknown): SeparatedSources {
  if (!Array.isArray(sources)) return { files: sources, rows: new Map(), problems: [] };
  const rows = new Map<number, RowsSource>();
  const problems: Problem[] = [];
  const files = sources.map((source: unknown, at) => {
    if (!hasRows(source)) return source;
    const { name, split, rows: values } = source;
    const found = [...findUnknown(source), ...findInvalid(source)];
    problems.push(...found.map(({ path, ...problem }) => ({ ...problem, path: ['sources', String(at), ...path] })));
    if (isIterable(values) && found.length === 0) {
      const known = SPLITS.find((candidate) => candidate === split);
      rows.set(
        at,
        Object.freeze({
          rows: values,
          ...(typeof name === 'string' ? { name } : {}),
          ...(known === undefined ? {} : { split: known }),
        }),
      );
    }
    return shapeOnly(source);
  });
  return { files, rows, problems };
}

/** What a rows source says of its rows, under a file's name: the schema checks it like a file's. */
function shapeOnly({ mapping, where, rename, select }: GivenRows): unknown {
  if ([mapping, where, rename, select].every((part) => part === undefined)) return 'rows';
  return { path: 'rows', mapping, where, rename, select };
}

interface GivenRows {
  readonly mapping?: unknown;
  readonly where?: unknown;
  readonly rename?: unknown;
  readonly select?: unknown;
  readonly rows: unknown;
  readonly name?: unknown;
  readonly split?: unknown;
}

function hasRows(source: unknown): source is GivenRows {
  return typeof source === 'object' && source !== null && isPlain(source) && 'rows' in source;
}

function findUnknown(source: GivenRows): readonly Problem[] {
  const unknown = Object.keys(source).filter((key) => !KEYS.some((known) => known === key));
  return unknown.map((key) => {
    const near = nearName(key, KEYS);
    const advice = near === undefined ? ';' : `; did you mean "${near}"?`;
    return { path: [key], at: 'key', message: `is unknown${advice} known beside rows: ${KEYS.slice(1).join(', ')}` };
  });
}

function findInvalid({ rows, name, split }: GivenRows): readonly Problem[] {
  const problems: Problem[] = [];
  if (!isIterable(rows)) problems.push({ path: ['rows'], at: 'value', message: 'must be a list or another iterable of rows' });
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    problems.push({ path: ['name'], at: 'value', message: 'must be a string that is not empty' });
  }
  if (split !== undefined && !SPLITS.some((known) => known === split)) {
    problems.push({ path: ['split'], at: 'value', message: `must be one of ${SPLITS.join(', ')}` });
  }
  return problems;
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}
