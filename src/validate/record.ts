import type { Example, Message } from '../core/example.js';

/** Target → class or classes, an object without a prototype. */
export type LabelRecord = Readonly<Record<string, string | readonly string[]>>;

/** What a line of the output says, with its keys in the order they are written in. */
export type ExampleRecord =
  | { readonly text: string; readonly labels: LabelRecord }
  | { readonly messages: readonly Message[]; readonly labels: LabelRecord };

/**
 * An example as the object its canonical line is written from: text or messages, then labels, targets in mapping order,
 * optional targets without a label left out. `labels` has no prototype, so that a target called `__proto__` is one like any.
 * @param targets names of the targets, in the order of the example's labels
 */
export function toRecord({ input, labels }: Example, targets: readonly string[]): ExampleRecord {
  const record: Record<string, string | readonly string[]> = {};
  Object.setPrototypeOf(record, null);
  for (let at = 0; at < targets.length; at++) {
    const target = targets[at];
    const label = labels[at];
    if (target !== undefined && label !== undefined) record[target] = label;
  }
  return input.kind === 'text' ? { text: input.text, labels: record } : { messages: input.messages, labels: record };
}
