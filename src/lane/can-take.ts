import { rolesOf, type LabelMapping, type MessagesMapping, type TextMapping } from '../normalize/normalize.js';
import type { Source } from '../read/read.js';
import type { JobShape } from './lane-job.js';
import type { MessageNames, RowFields } from './row-form.js';

/** The fields the byte lane goes by, or why it leaves the job to the row lane. */
export type Taken = RowFields | { readonly why: string };

/**
 * Whether the byte lane takes a job. Pure. It takes tables, JSON and Parquet in files with the text in one field as it is, or messages in
 * one field, and labels and given splits that follow from fields of the row alone: such rows are alike where those are alike, so that the row way
 * decides about each combination once and the kernel repeats the answer.
 */
export function canTake(sources: readonly Source[], shape: JobShape): Taken {
  const { mapping, isReshaped, hasOwnLimits, hasUserSchema, reportsLeftOut, comparesTexts } = shape;
  if (mapping === undefined) return { why: 'the sources are mapped in different ways' };
  if (isReshaped) return { why: 'rows are filtered, or their fields renamed or selected' };
  if (hasOwnLimits) return { why: 'limits are set' };
  if (mapping.conversation !== undefined) return { why: 'rows are messages of conversations' };
  const messages = mapping.messages === undefined ? undefined : messageNames(mapping.messages);
  const text = messages?.field ?? (mapping.text === undefined ? undefined : plainField(mapping.text));
  if (text === undefined) return { why: 'the input is neither the text of one field as it is nor its messages' };
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
  if (special !== undefined) return { why: `${special} is no field of a row` };
  const odd = sources.find((source) => source.content.kind !== 'file' || !source.rereadable);
  if (odd !== undefined) return { why: `${odd.name} is not a regular file` };
  for (const source of sources) {
    const told = toldOdd(source);
    if (told !== undefined) return { why: `${source.name}: ${told}` };
  }
  const fields = { text, keys: [...new Set(keys)] };
  return messages === undefined ? fields : { ...fields, messages: messages.names };
}

function plainField(mapping: TextMapping): string | undefined {
  if (typeof mapping === 'string') return mapping;
  return 'field' in mapping && mapping.trim !== true ? mapping.field : undefined;
}

function messageNames(mapping: MessagesMapping): { readonly field: string; readonly names: MessageNames } {
  const { field, role, content, roles } = typeof mapping === 'string' ? { field: mapping } : mapping;
  return { field, names: { role: role ?? 'role', content: content ?? 'content', roles: rolesOf(roles) } };
}

function fieldsOf({ field, object, columns }: LabelMapping): readonly string[] {
  const single = field ?? object;
  if (single !== undefined) return [single];
  return columns === undefined ? [] : Object.values(columns);
}

/** What is said of a source that the kernel knows nothing of. */
function toldOdd({ partition, encoding, invalidUtf8 = 'error', csv = {} }: Source): string | undefined {
  if (partition !== undefined) return 'its folders give fields';
  if (encoding !== undefined) return 'its encoding is given';
  if (invalidUtf8 !== 'error') return 'bytes that are not UTF-8 are let through';
  const { escape, comment, skipLines, skipInitialSpace, duplicateHeaders } = csv;
  const odd = [escape, comment, skipLines, skipInitialSpace, duplicateHeaders].some((option) => option !== undefined);
  return odd ? 'its dialect is an uncommon one' : undefined;
}
