import type { LabelMapping } from './mapping.js';

/** Kind of a target as far as the mapping settles it; undefined where the data decides. */
export function kindOf(mapping: LabelMapping): 'single' | 'multi' | undefined {
  if (mapping.kind !== undefined) return mapping.kind;
  if (mapping.constant !== undefined) return 'single';
  const makesLists = [mapping.columns, mapping.object, mapping.delimiter].some((option) => option !== undefined);
  return makesLists || mapping.json === true ? 'multi' : undefined;
}
