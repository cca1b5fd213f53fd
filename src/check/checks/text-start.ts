import type { Check } from '../definition.js';
import { percent } from '../describe.js';
import type { ExampleView } from '../example-view.js';
import { excerpt } from '../excerpt.js';
import { ownCopy } from '../own-copy.js';
import { createPlaces, type Places } from '../places.js';
import { START_LENGTH } from '../screen.js';

/** Upper bits of their hash by which all starts are counted, in 16 KiB; those of buckets that fill up are told apart by all of it. */
const BUCKET_BITS = 12;
/** Texts that must start alike before it is told. */
const FEWEST = 20;

interface Start {
  readonly hash: number;
  count: number;
  readonly places: Places;
  common: string;
}

export const textStart: Check = {
  code: 'text-start',
  title: 'many texts start alike',
  explains: `A large share of the texts begins with the same words: "Dear Sir or Madam", "[EXTERNAL] Re:", "User wrote:". Templates, mail footers and the prefixes of a form carry no information, cost tokens in every example, and where they go with some classes the model learns the form instead of the content.

Texts that agree in their first ${START_LENGTH} characters start alike; the message shows what they have in common. Cut it off before, or map the field that holds the text alone.`,
  severity: 'warn',
  threshold: { limit: { value: 0.15, means: 'share of the texts that may start alike' } },
  start({ limit }) {
    const counts = new Uint32Array(2 ** BUCKET_BITS);
    /** Of the buckets that hold a good share of all: the starts in them. */
    const starts = new Map<number, Start[]>();
    let seen = 0;
    const keep = (bucket: number, hash: number, { text, origin }: ExampleView): void => {
      const inBucket = starts.get(bucket) ?? [];
      starts.set(bucket, inBucket);
      let start = inBucket.find((one) => one.hash === hash);
      if (start === undefined) {
        // those before this one that no other start is known to have
        const before = inBucket.reduce((left, one) => left - one.count, (counts[bucket] ?? 0) - 1);
        start = { hash, count: before, places: createPlaces(), common: ownCopy(text, 80) };
        inBucket.push(start);
      }
      start.count++;
      if (!text.startsWith(start.common)) start.common = commonStart(start.common, text);
      start.places.add(origin, () => excerpt(text));
    };
    return {
      batch(batch) {
        for (let place = 0; place < batch.size; place++) {
          seen++;
          const hash = batch.found.starts[place] ?? 0;
          if (hash === 0) continue;
          const bucket = hash >>> (32 - BUCKET_BITS);
          const count = (counts[bucket] = (counts[bucket] ?? 0) + 1);
          if (count >= (seen * limit) / 2) keep(bucket, hash, batch.view(place));
        }
      },
      finish: ({ examples }) =>
        [...starts.values()]
          .flat()
          .filter(({ count, common }) => count >= FEWEST && count > limit * examples && common.length >= START_LENGTH / 2)
          .sort((a, b) => b.count - a.count)
          .map(({ places, common, count }) => ({
            message: `texts that start alike: ${count} of ${examples} (${percent(count / examples)}): "${excerpt(common)}"`,
            count,
            share: count / examples,
            places: places.origins,
            excerpts: places.excerpts,
            advice: 'Cut off what they have in common, or map the field that holds the text alone.',
          })),
    };
  },
};

function commonStart(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at]?.toLowerCase() === other[at]?.toLowerCase()) at++;
  return one.slice(0, at);
}
