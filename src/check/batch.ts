import type { Example, Input } from '../core/example.js';
import type { ExampleView } from './example-view.js';
import type { Screened } from './screen.js';

/** A few hundred examples, in the order they were read. Valid until the check returns: what it keeps, it takes out. */
export interface Batch {
  readonly size: number;
  /** What was found in their texts, by place in the batch. */
  readonly found: Screened;
  /** Number of the label set of each. */
  readonly labelSets: Int32Array;
  /** Whether some of them are conversations. */
  readonly hasMessages: boolean;
  /** The example at a place: the same object each time. */
  view(place: number): ExampleView;
}

export function createBatch(
  examples: readonly Example[],
  { texts, ...columns }: { readonly texts: readonly string[]; readonly found: Screened; readonly labelSets: Int32Array },
): Batch {
  const view: Writable<ExampleView> = {
    ...{ text: '', contents: undefined, labels: [], split: undefined },
    origin: { source: '', row: 0, line: 0, byte: -1 },
  };
  return {
    ...columns,
    size: examples.length,
    hasMessages: examples.some(({ input }) => input.kind === 'messages'),
    view(place) {
      const example = examples[place];
      if (example === undefined) throw new RangeError(`no example ${place} in the batch`);
      const { input, labels, split, origin } = example;
      view.text = texts[place] ?? '';
      view.contents = input.kind === 'text' ? undefined : contentsOf(input);
      view.labels = labels;
      view.split = split;
      view.origin = origin;
      return view;
    },
  };
}

/** The contents of the messages, in order. */
export function contentsOf({ messages }: Input & { kind: 'messages' }): readonly string[] {
  return messages.map(({ content }) => content);
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
