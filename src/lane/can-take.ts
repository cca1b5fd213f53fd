import type { LabelMapping, TextMapping } from '../normalize/normalize.js';
import type { Source } from '../read/read.js';
import type { JobShape } from './lane-job.js';

/** The fields of a table the byte lane goes by, or why it leaves the job to the row lane. */
export type Taken = { readonly text: string; readonly keys: readonly string[] } | { readonly why: string };

/**
 * Whether the byte lane takes a job. Pure. It takes tables in files with the text in one field as it is, and labels and given
 * splits that follow from cells of the row alone: such rows are alike where those cells are alike, so that the row way
 * decides about each combination once and the kernel repeats the answer.
 */
export function canTake(sources: readonly Source[], shape: JobShape): Taken {
  const { mapping, isReshaped, hasOwnLimits, hasUserSchema, reportsLeftOut, comparesTexts } = shape;
  if (mapping === undefined) return { why: 'the sources are mapped in different ways' };
  if (isReshaped) return { why: 'rows are filtered, or their fields renamed or selected' };
  if (hasOwnLimits) return { why: 'limits are set' };
  if (mapping.conversation !== undefined) return { why: 'rows are messages of conversations' };
  const text = mapping.text === undefined ? undefined : plainField(mapping.text);
  if (text === undefined) return { why: 'the input is not the text of one field as it is' };
  if (mapping.group !== undefined) return { why: 'rows are grouped' };
  if (hasUserSchema) return { why: 'a schema of your own is checked' };
  if (comparesTexts) return { why: 'near duplicates are looked for' };
  if (reportsLeftOut) return { why: 'every example left out is reported' };
  const keys = [
    ...Object.values(mapping.labels).flatMap(fieldsOf),
    ...(mapping.split === undefined ? [] : [mapping.split.field]),
  ];
  if (keys.includes(text)) return { why: 'a label is read from the text' };
  const special = [text, ...keys].find((name) => name.startsWith('@'));
  if (special !== undefined) return { why: `${special} is no cell of a row` };
  const odd = sources.find((source) => source.content.kind !== 'file' || !source.rereadable);
  if (odd !== undefined) return { why: `${odd.name} is not a regular file` };
  for (const source of sources) {
    const told = toldOdd(source);
    if (told !== undefined) return { why: `${source.name}: ${told}` };
  }
  if (sources.every(isToldJson)) return { why: 'no source is a table' };
  return { text, keys: [...new Set(keys)] };
}

function plainField(mapping: TextMapping): string | undefined {
  if (typeof mapping === 'string') return mapping;
  return 'field' in mapping && mapping.trim !== true ? mapping.field : undefined;
}

function fieldsOf({ field, object, columns }: LabelMapping): readonly string[] {
  const single = field ?? object;
  if (single !== undefined) return [single];
  return columns === undefined ? [] : Object.values(columns);
}

/** What is said of a source that the kernel knows nothing of. */
function toldOdd({ partition, encoding, invalidUtf8 = 'error', format, csv = {} }: Source): string | undefined {
  if (partition !== undefined) return 'its folders give fields';
  if (encoding !== undefined) return 'its encoding is given';
  if (invalidUtf8 !== 'error') return 'bytes that are not UTF-8 are let through';
  if (format === 'parquet') return 'it is no text';
  const { escape, comment, skipLines, skipInitialSpace, duplicateHeaders } = csv;
  const odd = [escape, comment, skipLines, skipInitialSpace, duplicateHeaders].some((option) => option !== undefined);
  return odd ? 'its dialect is an uncommon one' : undefined;
}

function isToldJson({ name, format }: Source): boolean {
  if (format !== undefined) return format === 'json' || format === 'jsonl';
  return /\.(?:json|jsonl|ndjson)$/i.test(name);
}
