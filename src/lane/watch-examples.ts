import { LabelmillError } from '../core/errors.js';
import type { Example, Input, Message } from '../core/example.js';
import type { Origin } from '../core/origin.js';
import type { Halves } from '../core/rank.js';
import type { LaneJob } from './lane-job.js';
import type { Kernel } from './load-kernel.js';
import type { RowFields } from './row-form.js';

/** Shows whoever watches each example of pass 1, in order. */
export interface Watcher {
  /** One that went the row way, as the first with its label set does. */
  taken(example: Example, keys: WatchedKeys): void;
  /** One that the kernel just passed. */
  passed(kernel: Kernel, origin: Origin, raw: () => string): void;
}

type WatchedKeys = Parameters<NonNullable<LaneJob['onExample']>>[1];

export function createWatcher(job: LaneJob, fields: RowFields, onExample: NonNullable<LaneJob['onExample']>): Watcher {
  const labelled: Pick<Example, 'labels' | 'split'>[] = [];
  const print: Halves = { high: 0, low: 0 };
  let bytes = Buffer.alloc(0);
  return {
    taken(example, keys) {
      const { labels, split } = example;
      labelled[keys.labelSet] ??= { labels, ...(split === undefined ? {} : { split }) };
      onExample(example, keys);
    },
    passed({ exports }, origin, raw) {
      const labelSet = exports.repeatedLabels.value;
      const known = labelled[labelSet];
      if (known === undefined) throw new LabelmillError('INTERNAL', `label set ${labelSet} is not known`);
      // one view for all texts, until the memory grows and lies elsewhere
      if (bytes.buffer !== exports.memory.buffer) bytes = Buffer.from(exports.memory.buffer);
      const at = exports.repeatedText.value;
      const text = bytes.toString('utf8', at, at + exports.repeatedSize.value);
      const input: Input = fields.messages === undefined ? { kind: 'text', text } : { kind: 'messages', messages: parse(text) };
      job.fingerprint(input, print);
      onExample({ input, origin, raw, ...known }, { labelSet, high: print.high, low: print.low });
    },
  };
}

function parse(json: string): readonly Message[] {
  const messages: unknown = JSON.parse(json);
  if (!areMessages(messages)) throw new LabelmillError('INTERNAL', 'the kernel gives messages that are none');
  return messages;
}

/** The kernel writes nothing else. */
function areMessages(value: unknown): value is readonly Message[] {
  return Array.isArray(value);
}
