import type { Check, Found } from '../definition.js';
import { className, percent } from '../describe.js';
import { excerpt } from '../excerpt.js';
import type { Facts } from '../facts.js';
import { createPlaces } from '../places.js';
import { createTextSample, type SampledText } from '../text-sample.js';

/** Texts of a class in the sample below which nothing is said of it. */
const FEWEST = 10;
/** Share of a class's texts that a label nobody writes by chance (play_music) must stand in. */
const SHARE_OF_CODES = 0.05;
/** What separates words. */
const NO_WORD = /[^\p{L}\p{N}]+/u;
/** Times the share among the texts of other classes. */
const LIFT = 10;

export const labelInText: Check = {
  code: 'label-in-text',
  title: 'the label is written in the text',
  explains: `"weather: will it rain?" labelled weather: the model reads the answer off the text, is right all the time here, and has learned nothing when the answer is missing in real life. It happens when a field of the export is joined to the text, and in chats where an agent or a tool names the result.

That a text of a class holds the word the class is called by is natural, so three things are looked for, per class, in a sample of up to 4,096 texts. A label in the form of a code (play_music, billing-01, OrderStatus) that stands as such in 5 % of its texts. A label with which most of its texts (the limit) begin or end, set apart by a sign, as in "weather: …" or "… [weather]". A label that stands in most of its texts, when that is so for at least half of the classes. All three only if other classes' texts hold the label ten times less often.

Map the field that holds the text alone, or cut the label off.`,
  severity: 'warn',
  threshold: { limit: { value: 0.8, means: "share of a class's texts that must begin or end with the label, or hold it" } },
  start({ limit }) {
    const sample = createTextSample();
    return {
      batch: sample.add,
      finish: (facts) => facts.targets.flatMap((_, target) => findLabels(facts, sample.texts(), { target, limit })),
    };
  },
};

interface Judged {
  readonly name: string;
  readonly holders: readonly SampledText[];
  readonly share: number;
  /** Written as a code, or at the beginning or end; else anywhere. */
  readonly isSure: boolean;
}

function findLabels(
  facts: Facts,
  texts: readonly SampledText[],
  { target, limit }: { readonly target: number; readonly limit: number },
): readonly Found[] {
  const byClass = new Map<string, SampledText[]>();
  for (const sampled of texts) {
    const label = sampled.view.labels[target];
    for (const name of typeof label === 'string' ? [label] : (label ?? [])) {
      const known = byClass.get(name);
      if (known === undefined) byClass.set(name, [sampled]);
      else known.push(sampled);
    }
  }
  const judged = [...byClass].flatMap(([name, own]) => (own.length < FEWEST ? [] : [judge(name, own, { texts, limit })]));
  const held = judged.filter((one) => one !== undefined);
  const isEverywhere = held.length * 2 >= judged.length && held.length > 1;
  return held
    .filter(({ isSure }) => isSure || isEverywhere)
    .map(({ name, holders, share }) => {
      const places = createPlaces();
      for (const { text, view } of holders) places.add(view.origin, () => excerpt(text, Math.max(0, text.search(wordsOf(name)))));
      const one = { target: facts.targets[target] ?? '', name };
      return {
        message: `texts of ${className(facts, one)} that hold the label: ${percent(share)} of those looked at`,
        count: places.count,
        share,
        places: places.origins,
        excerpts: places.excerpts,
        advice: 'Map the field that holds the text alone, or cut the label off.',
      };
    });
}

function judge(
  name: string,
  own: readonly SampledText[],
  { texts, limit }: { readonly texts: readonly SampledText[]; readonly limit: number },
): Judged | undefined {
  const isRareElsewhere = (holds: (text: string) => boolean, share: number): boolean => {
    const inside = own.reduce((count, { text }) => count + (holds(text) ? 1 : 0), 0);
    const all = texts.reduce((count, { text }) => count + (holds(text) ? 1 : 0), 0);
    return (all - inside) / Math.max(1, texts.length - own.length) <= share / LIFT;
  };
  const seek = (holds: (text: string) => boolean, least: number, isSure: boolean): Judged | undefined => {
    const holders = own.filter(({ text }) => holds(text));
    const share = holders.length / own.length;
    return holders.length > 2 && share >= least && isRareElsewhere(holds, share) ? { name, holders, share, isSure } : undefined;
  };
  const asCode = isCode(name) ? seek((text) => text.includes(name), SHARE_OF_CODES, true) : undefined;
  if (asCode !== undefined) return asCode;
  // spares nearly all texts and classes the expressions, which take 1 ms to compile and 10 µs a text
  const longest = name
    .toLowerCase()
    .split(NO_WORD)
    .reduce((most, word) => (word.length > most.length ? word : most), '');
  const mayHold = (text: string): boolean => text.toLowerCase().includes(longest);
  if (own.filter(({ text }) => mayHold(text)).length < limit * own.length) return undefined;
  const words = wordsOf(name);
  const edge = edgeOf(words);
  return (
    seek((text) => mayHold(text) && edge.test(text), limit, true) ??
    seek((text) => mayHold(text) && words.test(text), limit, false)
  );
}

/** A name nobody writes in a sentence: `play_music`, `OrderStatus`, `B-17`. */
function isCode(name: string): boolean {
  return name.length > 3 && /_|[a-z][A-Z]|^[A-Za-z]+-?\d+$/.test(name);
}

/** The words of a name, in any case, with anything but letters and digits between. */
function wordsOf(name: string): RegExp {
  const words = name.split(NO_WORD).filter((word) => word !== '');
  const joined = words.map((word) => word.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&')).join('[^\\p{L}\\p{N}]+');
  return words.length === 0 ? /(?!)/ : new RegExp(`(?<![\\p{L}\\p{N}])${joined}(?![\\p{L}\\p{N}])`, 'iu');
}

/** The words first or last in a text, and set apart from it by a sign or a line end: `weather: …`, `… [weather]`. */
function edgeOf({ source }: RegExp): RegExp {
  return new RegExp(
    `^[^\\p{L}\\p{N}]*(?:${source})[^\\S\\n]*[\\p{P}\\p{S}\\n]|[\\p{P}\\p{S}\\n][^\\S\\n]*(?:${source})[^\\p{L}\\p{N}]*$`,
    'iu',
  );
}
