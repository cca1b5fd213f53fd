import type { ExampleView } from './example-view.js';
import { ownCopy } from './own-copy.js';

/** A text of the sample. */
export interface SampledText {
  readonly text: string;
  readonly view: Pick<ExampleView, 'labels' | 'origin'>;
}

/** A sample of the texts of bounded size that does not depend on the order of rows: those with the smallest hashes. */
export interface TextSample {
  add(view: ExampleView): void;
  texts(): readonly SampledText[];
}

/** Texts kept at most, and characters kept of each: 8 MiB in the worst case. */
const CAPACITY = 4096;
const LENGTH = 1000;

/** Adding costs 2 ns for a text that is not kept. Copies of one text are kept or left out together. */
export function createTextSample(): TextSample {
  let kept: { readonly rank: number; readonly sampled: SampledText }[] = [];
  let threshold = 0x100000000;
  return {
    add({ text, labels, origin, screening }) {
      const rank = screening.low >>> 0;
      if (rank >= threshold) return;
      // copies throughout: an array that lives on tells V8 to make all of its kind, the labels of every row, for a long life
      const view = { labels: [...labels], origin: { ...origin } };
      kept.push({ rank, sampled: { text: ownCopy(text, LENGTH), view } });
      while (kept.length > CAPACITY && threshold > 1) {
        threshold /= 2;
        const limit = threshold;
        kept = kept.filter(({ rank }) => rank < limit);
      }
    },
    texts: () => kept.map(({ sampled }) => sampled),
  };
}
