import type { Example, Input } from '../core/example.js';
import { quoted } from '../core/printable.js';
import type { Reject } from '../core/reject.js';
import { rejectExample } from './example-reject.js';

/** How long things may be. */
export interface Limits {
  /** Code points of a text, or of all contents of its messages together. No limit by default. */
  readonly maxTextChars?: number;
  /** Bytes of a class name in UTF-8. Default 1024. */
  readonly maxClassBytes?: number;
  /** Classes of one target of an example. Default 1000. */
  readonly maxLabels?: number;
}

const MAX_CLASS_BYTES = 1024;
const MAX_LABELS = 1000;
/** Most bytes a UTF-16 unit takes in UTF-8. */
const BYTES_PER_UNIT = 3;
/** Characters of a class name that a message repeats. */
const QUOTE_LIMIT = 40;

/** What of an example is too long: text-too-long, label-too-long, or schema-invalid for too many classes. */
export function checkLimits(example: Example, targets: readonly string[], limits: Limits): Reject | undefined {
  const { maxTextChars, maxClassBytes = MAX_CLASS_BYTES, maxLabels = MAX_LABELS } = limits;
  if (maxTextChars !== undefined) {
    const length = lengthOf(example.input, maxTextChars);
    if (length > maxTextChars) {
      return rejectExample(example, 'text-too-long', `the text has ${length} characters, and the limit is ${maxTextChars}`);
    }
  }
  for (let at = 0; at < example.labels.length; at++) {
    const label = example.labels[at];
    if (label === undefined) continue;
    const isOne = typeof label === 'string';
    const count = isOne ? 1 : label.length;
    if (count > maxLabels) {
      const message = `${subjectOf(targets[at])} has ${count} classes, and the limit is ${maxLabels} (limits.labelsPerRow)`;
      return rejectExample(example, 'schema-invalid', message);
    }
    const long = isOne ? tooLong(label, maxClassBytes) : label.find((name) => tooLong(name, maxClassBytes) !== undefined);
    if (long === undefined) continue;
    const start = quoted(long.slice(0, 2 * QUOTE_LIMIT), QUOTE_LIMIT);
    const size = Buffer.byteLength(long);
    const message = `${subjectOf(targets[at])}: the class ${start} has ${size} bytes, and the limit is ${maxClassBytes} (limits.classBytes)`;
    return rejectExample(example, 'label-too-long', message);
  }
  return undefined;
}

/** Only for messages: quoting a name for every row took 3 % of the row lane. */
function subjectOf(target = ''): string {
  return `target ${quoted(target)}`;
}

/** The name, where it has more bytes than the limit. */
function tooLong(name: string, limitBytes: number): string | undefined {
  return name.length * BYTES_PER_UNIT > limitBytes && Buffer.byteLength(name) > limitBytes ? name : undefined;
}

/** Code points of an input; where its UTF-16 units are within the limit already, those. */
function lengthOf(input: Input, limit: number): number {
  const texts = input.kind === 'text' ? [input.text] : input.messages.map(({ content }) => content);
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  return units <= limit ? units : texts.reduce((sum, text) => sum + codePoints(text), 0);
}

function codePoints(text: string): number {
  let pairs = 0;
  for (let at = 1; at < text.length; at++) {
    const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
    if (isLow && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800) pairs++;
  }
  return text.length - pairs;
}
