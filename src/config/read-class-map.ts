import { extname, resolve } from 'node:path';
import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import type { ConfigDocument } from './document.js';
import { readText, syntaxOf } from './read-text.js';

export type ClassMap = Readonly<Record<string, string | null>>;

/**
 * Reads a class map from a file: an object class → new class as JSON or YAML, or a table of two columns, class and new class,
 * as CSV or TSV, whose first row may be the header `class,new`. Null, or an empty second cell, drops the label.
 * @param path relative to `base`, or absolute
 * @throws LabelmillError CONFIG_UNREADABLE; CONFIG_INVALID with file and line. Holds the whole file.
 */
export async function readClassMap(path: string, base: string): Promise<ClassMap> {
  const absolute = resolve(base, path);
  const syntax = syntaxOf(path);
  if (syntax !== undefined) {
    const { readDocument } = await import('./document.js'); // which loads a reader of YAML
    return mapOfDocument(absolute, await readDocument(absolute, syntax));
  }
  const extension = extname(path).toLowerCase();
  if (extension === '.csv' || extension === '.tsv') return readTable(absolute, extension === '.csv' ? ',' : '\t');
  const message = `cannot tell what the class map ${absolute} is; name it .json, .yaml, .csv or .tsv`;
  throw new LabelmillError('CONFIG_INVALID', message, { path: absolute });
}

function mapOfDocument(path: string, { value, placeOf }: ConfigDocument): ClassMap {
  const fail = (keys: readonly string[], what: string): LabelmillError => {
    const { line, column } = placeOf({ path: keys, at: 'value' });
    return new LabelmillError('CONFIG_INVALID', `${path}:${line}:${column}: ${what}`, { path, line, column });
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fail([], 'a class map is an object: class → new class, or null to drop it');
  }
  const entries = Object.entries(value).map(([name, to]: [string, unknown]): [string, string | null] => {
    if (to === null || (typeof to === 'string' && to.trim() !== '')) return [name, to];
    throw fail([name], `the new name of ${quoted(name)} must be a string that is not blank, or null; put it in quotes`);
  });
  if (entries.length === 0) throw fail([], 'the class map is empty');
  return Object.fromEntries(entries);
}

interface TableRow {
  readonly record: readonly string[];
  readonly line: number;
}

async function readTable(path: string, delimiter: string): Promise<ClassMap> {
  const map = new Map<string, string | null>();
  const lines = new Map<string, number>();
  for (const { record, line } of await rowsOf(path, delimiter)) {
    const fail = (what: string): LabelmillError =>
      new LabelmillError('CONFIG_INVALID', `${path}:${line}: ${what}`, { path, line });
    const [name = '', to = '', ...more] = record;
    if (line === 1 && name.toLowerCase() === 'class' && to.toLowerCase() === 'new') continue;
    if (record.length !== 2)
      throw fail(`a row of a class map is class and new class, but this one has ${more.length === 0 ? 1 : record.length} cells`);
    if (name.trim() === '') throw fail('the class is blank');
    const earlier = lines.get(name);
    if (earlier !== undefined) throw fail(`the class ${quoted(name)} is in line ${earlier} already; remove one`);
    lines.set(name, line);
    map.set(name, to.trim() === '' ? null : to);
  }
  if (map.size === 0) throw new LabelmillError('CONFIG_INVALID', `${path}: the class map is empty`, { path });
  return Object.fromEntries(map);
}

async function rowsOf(path: string, delimiter: string): Promise<readonly TableRow[]> {
  const text = await readText(path);
  const { parse } = await import('csv-parse/sync');
  const rows: TableRow[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: readonly string[], { lines }: { lines: number }) => {
        const within = record.join('').split('\n').length - 1;
        rows.push({ record, line: lines - within });
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabelmillError('CONFIG_INVALID', `${path}: this is not a table of two columns: ${reason}`, { path }, error);
  }
  return rows;
}
