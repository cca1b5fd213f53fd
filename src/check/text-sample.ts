import type { Batch } from './batch.js';
import type { ExampleView } from './example-view.js';
import { ownCopy } from './own-copy.js';

/** A text of the sample. */
export interface SampledText {
  readonly text: string;
  readonly view: Pick<ExampleView, 'labels' | 'origin'>;
}

/** A sample of the texts of bounded size that does not depend on the order of rows: those with the smallest hashes. */
export interface TextSample {
  add(batch: Batch): void;
  texts(): readonly SampledText[];
}

/** Texts kept at most, and characters kept of each: 8 MiB in the worst case. */
const CAPACITY = 4096;
const LENGTH = 1000;

/** Copies of one text are kept or left out together. */
export function createTextSample(): TextSample {
  let kept: { readonly rank: number; readonly sampled: SampledText }[] = [];
  let threshold = 0x100000000;
  const keep = (rank: number, { text, labels, origin }: ExampleView): void => {
    // copies throughout: an array that lives on tells V8 to make all of its kind, the labels of every row, for a long life
    const view = { labels: [...labels], origin: { ...origin } };
    kept.push({ rank, sampled: { text: ownCopy(text, LENGTH), view } });
    while (kept.length > CAPACITY && threshold > 1) {
      threshold /= 2;
      const limit = threshold;
      kept = kept.filter(({ rank }) => rank < limit);
    }
  };
  return {
    add(batch) {
      const { lows } = batch.found;
      for (let place = 0; place < batch.size; place++) {
        const rank = (lows[place] ?? 0) >>> 0;
        if (rank < threshold) keep(rank, batch.view(place));
      }
    },
    texts: () => kept.map(({ sampled }) => sampled),
  };
}
