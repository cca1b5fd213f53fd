import type { Origin } from './origin.js';

/** Every reason for which a row or an example is set aside, with what it means. Codes are public and never reused. */
export const REJECT_CODES = {
  // read
  'csv-columns': 'a CSV row has more or fewer cells than the header',
  'csv-quote': 'a CSV row has a quote where none may stand',
  'json-syntax': 'a line is not valid JSON',
  'json-duplicate-key': 'a JSON object gives the same name twice',
  'json-depth': 'a JSON value is nested deeper than the limit',
  'row-shape': 'a row is neither an object nor an array of fields',
  'row-too-large': 'a row is larger than the row limit',
  'utf8-invalid': 'a row holds bytes that are not text in its encoding, which is UTF-8 where no other is given',
  // shape
  filtered: 'the row does not fit the filter',
  'where-error': 'the filter can not be told for the row: it compares values of unlike kinds',
  'field-clash': 'renaming gives the row two fields of one name',
  // normalize
  'text-missing': 'the text is missing or null',
  'text-type': 'the text is not a string',
  'text-empty': 'the text is empty or only white space',
  'messages-type': 'the messages are not a list of {role, content}',
  'messages-empty': 'no message has content',
  'message-role': 'a message has an unknown role',
  'label-missing': 'a target has no label',
  'label-empty': 'a list of labels is empty and the mapping names no class for that',
  'label-type': 'a label is neither a string, a boolean nor an integer',
  'label-list': 'a list where the target takes a single class, or a cell that is not a list',
  'label-unknown': 'a label is not in the map of classes, and the mapping says to refuse those',
  'label-dropped': 'the map of classes drops the label and none is left',
  'score-type': 'a score is not a number, or a truth value is neither true nor false',
  'split-missing': 'the field that names the split is missing',
  'split-unknown': 'the field that names the split holds no known name',
  'group-missing': 'the field that names the group is missing',
  'conversation-id': 'the field that names the conversation is missing',
  'conversation-turn': 'the field that orders a conversation is missing, or the same in two of its rows',
  'conversation-label': 'the rows of a conversation carry different labels',
  'conversation-split': 'the rows of a conversation name different splits',
  'conversation-too-large': 'a conversation is larger than the limit',
  // validate
  'schema-invalid': 'an example does not fit the schema',
  'text-too-long': 'a text is longer than the limit',
  'label-too-long': 'a class name is longer than the limit',
  // settle
  duplicate: 'the same input with the same labels was kept already',
  contradiction: 'the same input carries different labels',
  'split-leak': 'the same input was given to another split as well',
  // balance
  'class-below-minimum': 'the class has fewer examples than the minimum',
  'class-above-maximum': 'the class has more examples than the maximum',
} as const;

export type RejectCode = keyof typeof REJECT_CODES;

export type RejectStage = 'read' | 'shape' | 'normalize' | 'validate' | 'settle' | 'balance';

/** A row or example set aside: a value, never an exception. */
export interface Reject {
  readonly stage: RejectStage;
  readonly code: RejectCode;
  /** One sentence that says what was found, where in the row, and what to do. */
  readonly message: string;
  readonly origin: Origin;
  /** The row as it stood in the source, at most 4 KiB. */
  readonly raw: string;
}

/** Longest piece of a row kept with its reject, in UTF-16 units. */
export const RAW_LIMIT = 4096;

export function isReject(value: object): value is Reject {
  return 'code' in value && 'stage' in value;
}
