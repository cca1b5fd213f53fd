import type { Check } from '../definition.js';
import { percent } from '../describe.js';
import { excerpt } from '../excerpt.js';
import { ownCopy } from '../own-copy.js';
import { createPlaces, type Places } from '../places.js';
import { START_LENGTH } from '../screen.js';

/** Buckets that starts are counted in; two starts in one bucket count as one, which is noise of N / 16,384. */
const BUCKETS = 16384;
/** Texts that must start alike before it is told. */
const FEWEST = 20;

interface Start {
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
    const counts = new Uint32Array(BUCKETS);
    const starts = new Map<number, Start>();
    let seen = 0;
    return {
      example({ text, origin, screening }) {
        seen++;
        if (screening.start === 0) return;
        const bucket = screening.start >>> 18;
        const count = (counts[bucket] = (counts[bucket] ?? 0) + 1);
        if (count < (seen * limit) / 2) return;
        const known = starts.get(bucket);
        if (known === undefined) starts.set(bucket, { places: createPlaces(), common: ownCopy(text, 80) });
        else if (!text.startsWith(known.common)) known.common = commonStart(known.common, text);
        starts.get(bucket)?.places.add(origin, () => excerpt(text));
      },
      finish: ({ examples }) =>
        [...starts]
          .map(([bucket, start]) => ({ ...start, count: counts[bucket] ?? 0 }))
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
