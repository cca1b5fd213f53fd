import type { Origin } from '../core/origin.js';
import type { Batch } from './batch.js';
import type { Check, CheckRun, Found } from './definition.js';
import { excerpt } from './excerpt.js';
import { createHistogram } from './histogram.js';
import { ownCopy } from './own-copy.js';
import { PLACES_KEPT } from './places.js';
import type { Screened } from './screen.js';

/** A length of texts whose outliers are looked for. */
export interface Measure {
  /** Of each text. */
  readonly of: (found: Screened) => Int32Array;
  /** `characters` */
  readonly unit: string;
  /** Texts as short as this are never named: people do say hi. */
  readonly shortest: number;
}

/** Examples below which nothing can be said of outliers. */
const FEWEST = 50;
/** Characters kept of an outlier, of which an excerpt is made. */
const TEXT_KEPT = 500;
/** Smallest spread that is assumed: texts at least eight times as long as three quarters of them, at the default limit of 3. */
const LEAST_SPREAD = Math.LN2;

/** A check for texts much longer or shorter than the others, by Tukey's far fences on the logarithm of the length. */
export function findOutliers(about: Pick<Check, 'code' | 'title' | 'explains' | 'severity'>, measure: Measure): Check {
  const limit = {
    value: 3,
    means: 'quartile distances, on a logarithmic scale, that a text may be longer or shorter than three quarters of all',
  };
  return { ...about, threshold: { limit }, start: (setup) => startMeasuring(measure, setup.limit) };
}

function startMeasuring({ of, unit, shortest: natural }: Measure, limit: number): CheckRun {
  const histogram = createHistogram();
  const longest = createExtremes(1);
  const shortest = createExtremes(-1);
  return {
    batch(batch) {
      const lengths = of(batch.found);
      for (let place = 0; place < batch.size; place++) {
        const length = lengths[place] ?? 0;
        histogram.add(length);
        longest.add(length, batch, place);
        shortest.add(length, batch, place);
      }
    },
    finish(): readonly Found[] {
      if (histogram.count < FEWEST) return [];
      const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => Math.log(Math.max(1, histogram.quantile(share))));
      if (low === undefined || middle === undefined || high === undefined) return [];
      const reach = limit * Math.max(LEAST_SPREAD, high - low);
      const most = Math.exp(high + reach);
      const fence = Math.exp(low - reach);
      const least = fence > natural ? fence : 0;
      const long = longest.list.filter(({ length }) => length > most);
      const short = shortest.list.filter(({ length }) => length < least);
      const count = histogram.above(most) + histogram.below(least);
      const extremes = [long[0], short[0]].filter((extreme) => extreme !== undefined).map(({ length }) => length);
      const shown = [...long, ...short].slice(0, PLACES_KEPT);
      return [
        {
          message: `texts of a length unlike the others: ${count}, up to ${extremes.join(' and down to ')} ${unit}, where half have ${Math.round(Math.exp(low))} to ${Math.round(Math.exp(high))}`,
          count,
          share: count / histogram.count,
          places: shown.map(({ origin }) => origin),
          excerpts: shown.map(({ text }) => excerpt(text)),
          advice:
            'Look at them: rows run together, pasted documents and cut texts show here; mend them or leave them out with where.',
        },
      ];
    },
  };
}

interface Extreme {
  readonly length: number;
  readonly origin: Origin;
  /** Its beginning. */
  readonly text: string;
}

/**
 * The most extreme few, the most extreme first; of equal ones the first that were seen.
 * @param sign 1 for the longest, -1 for the shortest
 */
function createExtremes(sign: 1 | -1): {
  add(length: number, batch: Batch, place: number): void;
  readonly list: readonly Extreme[];
} {
  const list: Extreme[] = [];
  let bound = -Infinity;
  // apart from `add`, which a function within it would make allocate for every text
  const keep = (length: number, batch: Batch, at: number): void => {
    const { origin, text } = batch.view(at);
    const before = list.findIndex((extreme) => length * sign > extreme.length * sign);
    list.splice(before < 0 ? list.length : before, 0, { length, origin, text: ownCopy(text, TEXT_KEPT) });
    if (list.length > PLACES_KEPT) list.pop();
    if (list.length === PLACES_KEPT) bound = (list[PLACES_KEPT - 1]?.length ?? 0) * sign;
  };
  return {
    list,
    add(length, batch, place) {
      if (length * sign > bound) keep(length, batch, place);
    },
  };
}
