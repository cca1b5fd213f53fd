import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { findJsonError } from './json-error.js';
import type { Place, Problem } from './problem.js';
import { readText, type Syntax } from './read-text.js';

/** What a JSON or YAML file holds, and where. */
export interface ConfigDocument {
  readonly value: unknown;
  /** Place of a key or value; of the innermost value that is there where the path goes on. */
  readonly placeOf: (problem: Pick<Problem, 'path' | 'at'>) => Place;
}

/** Aliases a file may resolve, nested ones counted for each use, so that a few lines can't grow to gigabytes. */
const ALIAS_LIMIT = 100;

/**
 * Reads a file of JSON or of YAML 1.2 (core schema, so `no` and `on` are strings; no tags of its own, no merge keys).
 * @throws LabelmillError CONFIG_UNREADABLE; CONFIG_INVALID with line and column for a syntax error. Holds the whole file.
 */
export async function readDocument(path: string, syntax: Syntax): Promise<ConfigDocument> {
  const text = await readText(path);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: 'error',
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (syntax === 'json') {
    const error = await findJsonError(text);
    if (error !== undefined) throw invalid(path, error.place, `${error.message}; this is not JSON`);
  }
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) throw invalid(path, placeAt(error.pos[0]), errorMessage(error.code, error.message));
  return {
    value: valueOf(document, path),
    placeOf: ({ path: keys, at }) => placeAt(offsetOf(document, keys, at)),
  };
}

function valueOf(document: Document, path: string): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIAS_LIMIT });
    return value;
  } catch (error) {
    const message = `cannot read ${path}: ${reasonOf(error)}; write the values out instead of using aliases`;
    throw new LabelmillError('CONFIG_INVALID', message, { path }, error);
  }
}

function errorMessage(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this key is there twice; remove one';
    case 'MULTIPLE_DOCS':
      return 'a second document starts here; a config is one document';
    case 'TAG_RESOLVE_FAILED':
      return `${message}; tags are not read, remove it`;
    case 'RESOURCE_EXHAUSTION':
      return 'values are nested too deeply';
    default:
      return message;
  }
}

function invalid(path: string, place: Place, what: string): LabelmillError {
  return new LabelmillError('CONFIG_INVALID', `${path}:${place.line}:${place.column}: ${what}`, { path, ...place });
}

function offsetOf(document: Document, keys: readonly string[], at: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, key] of keys.entries()) {
    const isKey = at === 'key' && depth === keys.length - 1;
    const inside = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(inside) ? inside.items.find((item) => isNamed(item, key)) : undefined;
    node = pair === undefined ? (isSeq(inside) ? inside.items[Number(key)] : undefined) : isKey ? pair.key : pair.value;
    const start = startOf(node) ?? startOf(pair?.key);
    if (start === undefined) return offset;
    offset = start;
  }
  return offset;
}

function isNamed({ key }: Pair, name: string): boolean {
  return isScalar(key) && String(key.value) === name;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function isNode(node: unknown): node is Node {
  return isAlias(node) || isMap(node) || isScalar(node) || isSeq(node);
}
