import { formatOrigin } from '../core/origin.js';
import { quoted } from '../core/printable.js';
import type { Prediction } from '../evaluate/evaluate.js';
import { isObject, malformed, ownValue, type FileObject } from './read-file.js';

/** The labels of a line, by target: kind and true classes. */
export type TrueLabels = ReadonlyMap<string, TrueLabel>;

export interface TrueLabel {
  readonly kind: 'single' | 'multi';
  readonly classes: readonly string[];
}

/**
 * The labels of a line of a split.
 * @throws LabelmillError SOURCE_MALFORMED
 */
export function readLabels({ value, origin }: FileObject): TrueLabels {
  const labels = ownValue(value, 'labels');
  if (!isObject(labels)) throw malformed(origin, 'it has no labels; is it a file that prepare wrote?');
  const read = new Map<string, TrueLabel>();
  for (const [target, label] of Object.entries(labels)) {
    const classes = typeof label === 'string' ? [label] : stringsOf(label);
    if (classes === undefined) throw malformed(origin, `the label of ${quoted(target)} is neither a class nor a list of classes`);
    read.set(target, { kind: typeof label === 'string' ? 'single' : 'multi', classes });
  }
  return read;
}

/**
 * What a line of predictions says of a target: `{"scores": {class: number}}`, or a class or a list of classes as in a label.
 * @throws LabelmillError SOURCE_MALFORMED
 */
export function readPrediction({ value, origin }: FileObject, target: string, kind: 'single' | 'multi'): Prediction {
  const predictions = ownValue(value, 'predictions');
  if (!isObject(predictions))
    throw malformed(origin, 'it has no predictions: {"predictions": {target: {"scores": {class: score}}}}');
  const said = ownValue(predictions, target);
  if (said === undefined) throw malformed(origin, `it predicts nothing for the target ${quoted(target)}`);
  if (kind === 'single' && typeof said === 'string') return { kind: 'classes', classes: [said] };
  const classes = kind === 'multi' ? stringsOf(said) : undefined;
  if (classes !== undefined) return { kind: 'classes', classes };
  const scores = isObject(said) ? ownValue(said, 'scores') : undefined;
  if (!isObject(scores)) {
    const other = kind === 'single' ? 'a class' : 'a list of classes';
    throw malformed(origin, `the prediction for ${quoted(target)} must be {"scores": {class: score}}, or ${other}`);
  }
  const read = new Map<string, number>();
  for (const [name, score] of Object.entries(scores)) {
    if (typeof score !== 'number' || !(score >= 0 && score <= 1))
      throw malformed(origin, `the score of ${quoted(name)} for ${quoted(target)} must be a number from 0 to 1`);
    read.set(name, score);
  }
  if (read.size === 0) throw malformed(origin, `the prediction for ${quoted(target)} has no scores`);
  return { kind: 'scores', scores: read };
}

/**
 * Makes sure that a line of predictions is about an example, where it carries the input.
 * @throws LabelmillError SOURCE_MALFORMED
 */
export function checkSameInput(example: FileObject, predicted: FileObject): void {
  for (const name of ['text', 'messages'] as const) {
    const said = ownValue(predicted.value, name);
    if (said === undefined || comparable(said) === comparable(ownValue(example.value, name))) continue;
    const place = formatOrigin(example.origin);
    throw malformed(predicted.origin, `its ${name} is not that of ${place}: predictions must stand in the order of the examples`);
  }
}

/** A text as it is, messages as JSON whatever the order of their keys. */
function comparable(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const messages: readonly unknown[] = value;
  return JSON.stringify(
    messages.map((message) => (isObject(message) ? [ownValue(message, 'role'), ownValue(message, 'content')] : message)),
  );
}

/** The strings of a list, each once. */
function stringsOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const values: readonly unknown[] = value;
  const strings = values.filter((each) => typeof each === 'string');
  return strings.length === values.length ? [...new Set(strings)] : undefined;
}
