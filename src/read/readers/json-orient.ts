import type { OutlineMember } from './json-outline.js';

/**
 * What an object at the top of a JSON document is: an orient; `lists`, which is `columns` with arrays; `unsettled`, arrays that
 * a later member may make `split`; `ambiguous`, objects that may be rows as well as columns.
 */
export type GuessedOrient = 'arrays' | 'columns' | 'index' | 'split' | 'table' | 'lists' | 'unsettled' | 'ambiguous';

/** Members of a document in orient split; the last two come with `to_dict("tight")`. */
export const SPLIT_MEMBERS: ReadonlySet<string> = new Set(['columns', 'index', 'data', 'index_names', 'column_names']);

const INTEGER = /^-?\d+$/;

/**
 * Tells the orient of an object from its first members. Rows and columns are told apart by the row numbers, which are on the
 * outside in `index` and on the inside in `columns`.
 * @param isWhole the members are all there are
 */
export function guessOrient(members: readonly OutlineMember[], isWhole: boolean): GuessedOrient {
  const shown = members.filter(({ kind }) => kind !== undefined);
  const names = shown.map(({ name }) => name);
  const schema = shown.find(({ name }) => name === 'schema');
  if (schema?.kind === 'object' && schema.names.includes('fields') && names.every((name) => name === 'schema' || name === 'data'))
    return 'table';
  if (shown.length > 0 && shown.every(({ kind }) => kind === 'object')) return guessObjects(shown);
  if (shown.every(({ kind }) => kind === 'array')) return guessArrays(shown, isWhole);
  return 'arrays';
}

function guessObjects(members: readonly OutlineMember[]): GuessedOrient {
  const inner = members.flatMap(({ names }) => names);
  if (inner.length === 0) return 'ambiguous';
  const isNumberedOutside = members.every(({ name }) => INTEGER.test(name));
  const isNumberedInside = inner.every((name) => INTEGER.test(name));
  if (isNumberedOutside === isNumberedInside) return 'ambiguous';
  return isNumberedInside ? 'columns' : 'index';
}

function guessArrays(members: readonly OutlineMember[], isWhole: boolean): GuessedOrient {
  const isNamedAsSplit = members.every(({ name }) => SPLIT_MEMBERS.has(name));
  const columns = members.find(({ name }) => name === 'columns');
  const data = members.find(({ name }) => name === 'data');
  if (isNamedAsSplit && columns?.first !== 'array' && columns?.first !== 'object') {
    if (columns !== undefined && (data !== undefined || !isWhole)) return 'split';
    if (!isWhole && members.length > 0 && data?.first !== 'object' && data?.first !== 'value') return 'unsettled';
  }
  return members.some(({ first }) => first === 'value') ? 'lists' : 'arrays';
}
