import type { FieldProfile } from './field-profile.js';

/** A first mapping for a person to correct; shaped like `mapping` in the config. */
export interface GuessedMapping {
  readonly text?: string;
  readonly messages?: string;
  readonly labels: Readonly<Record<string, { readonly field: string; readonly kind?: 'multi' }>>;
  readonly split?: { readonly field: string };
}

const TEXT_NAMES = /^(text|utterance|sentence|content|body|comment|review|query|question|document|description|0)$/i;
const LABEL_NAMES =
  /^(label|labels|label_text|class|classes|intent|intents|category|categories|topic|topics|tag|tags|sentiment|target|1)$/i;
const SPLIT_NAMES = /^(split|@key|subset|fold|partition)$/i;
const SPLIT_VALUES = /^(train|training|validation|valid|val|dev|test|testing)$/i;

/**
 * Guesses text, label and split fields from profiles: the text is the field of the longest and most varied strings, a label
 * one of few short values; names of the trade count. Undefined where nothing fits.
 */
export function guessMapping(fields: readonly FieldProfile[]): GuessedMapping | undefined {
  const chat = fields.find((field) => field.chats > field.rows / 2);
  const text = chat ?? best(fields, textScore);
  const split = fields.find(isSplit);
  const rows = Math.max(...fields.map((field) => field.rows));
  const others = fields.filter((field) => field !== text && field !== split);
  const single = best(others, (field) => (isList(field) || field.rows <= rows / 2 ? 0 : labelScore(field)));
  const labels = others.filter((field) => field === single || (isClassList(field, rows) && labelScore(field) > 0));
  if (text === undefined || labels.length === 0) return undefined;
  return {
    ...(text === chat ? { messages: text.name } : { text: text.name }),
    labels: Object.fromEntries(
      labels.map((field) => [
        targetName(field.name),
        isList(field) ? { field: field.name, kind: 'multi' as const } : { field: field.name },
      ]),
    ),
    ...(split === undefined ? {} : { split: { field: split.name } }),
  };
}

function best(fields: readonly FieldProfile[], score: (field: FieldProfile) => number): FieldProfile | undefined {
  const scored = fields.map((field) => ({ field, score: score(field) })).filter((entry) => entry.score > 0);
  return scored.reduce<(typeof scored)[number] | undefined>(
    (top, entry) => (top !== undefined && top.score >= entry.score ? top : entry),
    undefined,
  )?.field;
}

function textScore(field: FieldProfile): number {
  if (field.types[0]?.type !== 'string' || field.name === '@key') return 0;
  const varied = field.distinct === undefined ? 1 : field.distinct / Math.max(1, field.rows - field.empty);
  return Math.min(field.meanLength, 200) * varied * (TEXT_NAMES.test(lastPart(field.name)) ? 4 : 1);
}

function labelScore(field: FieldProfile): number {
  const type = field.types[0]?.type;
  if (field.distinct === undefined || field.distinct < 2 || type === 'object' || type === 'null') return 0;
  if (field.meanLength > 60 || (type !== 'list' && field.distinct > Math.max(2, field.rows / 2))) return 0;
  const named = LABEL_NAMES.test(lastPart(field.name)) ? 4 : 1;
  const readable = type === 'string' || type === 'list' ? 2 : 1;
  return named * readable;
}

function isList(field: FieldProfile): boolean {
  return field.types[0]?.type === 'list';
}

/** A list of words that most rows have: spans of numbers and rare details are no labels. */
function isClassList(field: FieldProfile, rows: number): boolean {
  return isList(field) && field.rows > rows / 2 && field.top.some(({ value }) => !/^-?[\d.]+$/.test(value));
}

function isSplit(field: FieldProfile): boolean {
  return SPLIT_NAMES.test(field.name) && field.distinct !== undefined && field.top.every(({ value }) => SPLIT_VALUES.test(value));
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** `label_text` and `1` say nothing about what is asked: such a target is called `label`. */
function targetName(field: string): string {
  const name = lastPart(field);
  return /^\d+$|^label/i.test(name) ? 'label' : name;
}
