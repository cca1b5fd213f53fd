import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNearDuplicates, type FoundNearDuplicates } from '../../src/cluster/cluster.js';
import { createRandom } from '../../src/core/random.js';
import { componentsOf, similarity, similarPairs } from './brute-force.js';

/** Adds every text under its place as key, in an order that may be given, and tells of what is found by places. */
function find(texts: readonly string[], threshold: number, order = texts.map((_, place) => place)): FoundNearDuplicates {
  const index = createNearDuplicates({ threshold });
  for (const place of order) index.add(0, place, () => texts[place] ?? '');
  const placeOf = (number: number): number => index.keyOf(number)[1];
  const { clusters, links, capped } = index.find();
  return {
    clusters: clusters.map((cluster) => cluster.map(placeOf)),
    links: links.map((link) => ({ ...link, first: placeOf(link.first), second: placeOf(link.second) })),
    capped,
  };
}

/** Texts that are often alike: few words, small edits of one another. */
const alikeTexts = fc
  .array(
    fc.tuple(
      fc.nat(),
      fc.array(fc.constantFrom('red', 'green', 'blue', 'Blue ', 'a', 'ß', '日本語', '😀'), { maxLength: 12 }),
      fc.nat(40),
    ),
    {
      maxLength: 40,
    },
  )
  .map((drawn) => {
    const texts: string[] = [];
    for (const [from, words, at] of drawn) {
      const old = texts[from % Math.max(1, texts.length)];
      texts.push(
        old === undefined || at % 3 === 0
          ? words.join(' ')
          : `${old.slice(0, at)}${at % 3 === 1 ? 'x' : 'yz'}${old.slice(at + (at % 2))}`,
      );
    }
    return texts;
  });

describe('near duplicates', () => {
  it('form the clusters that comparing every pair gives, for any texts and threshold', () => {
    fc.assert(
      fc.property(alikeTexts, fc.constantFrom(0.3, 0.5, 0.75, 0.8, 0.9, 1), (texts, threshold) => {
        const { clusters, capped } = find(texts, threshold);
        expect(clusters).toEqual(componentsOf(texts.length, similarPairs(texts, threshold)));
        expect(capped).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('come with links of exact similarity, one fewer than a cluster has inputs, the most similar first', () => {
    fc.assert(
      fc.property(alikeTexts, (texts) => {
        const { clusters, links } = find(texts, 0.6);
        for (const { first, second, similarity: told } of links) {
          expect(told).toBe(similarity(texts[first] ?? '', texts[second] ?? ''));
          expect(told).toBeGreaterThanOrEqual(0.6);
        }
        expect(links).toHaveLength(clusters.reduce((sum, cluster) => sum + cluster.length - 1, 0));
        expect(
          componentsOf(
            texts.length,
            links.map(({ first, second }) => [first, second]),
          ),
        ).toEqual(clusters);
        expect(links.map((link) => link.similarity)).toEqual(links.map((link) => link.similarity).sort((a, b) => b - a));
      }),
    );
  });

  it('do not depend on the order in which the texts are added', () => {
    fc.assert(
      fc.property(
        alikeTexts.chain((texts) =>
          fc.tuple(
            fc.constant(texts),
            fc.shuffledSubarray(
              texts.map((_, place) => place),
              { minLength: texts.length },
            ),
          ),
        ),
        ([texts, order]) => {
          expect(find(texts, 0.7, order)).toEqual(find(texts, 0.7));
        },
      ),
    );
  });

  it('are all found among 5,000 texts of many words, where 500 are planted at a similarity of 0.8 to 0.95', () => {
    const random = createRandom(7, 'planted');
    const word = (): string =>
      Array.from({ length: 3 + random.below(6) }, () => String.fromCharCode(97 + random.below(26))).join('');
    const words = Array.from({ length: 300 }, word);
    const texts = Array.from({ length: 4500 }, () =>
      Array.from({ length: 6 + random.below(8) }, () => words[random.below(words.length)]).join(' '),
    );
    const planted: [number, number][] = [];
    while (planted.length < 500) {
      const from = random.below(4500);
      const old = texts[from] ?? '';
      const at = random.below(old.length);
      const text = `${old.slice(0, at)}${word().slice(0, 2)}${old.slice(at + random.below(3))}`;
      const told = similarity(old, text);
      if (told >= 0.8 && told <= 0.95) planted.push([from, texts.push(text) - 1]);
    }
    const { clusters } = find(texts, 0.8);
    const clusterOf = new Map(clusters.flatMap((cluster, at) => cluster.map((place) => [place, at] as const)));
    const missed = planted.filter(([a, b]) => clusterOf.get(a) === undefined || clusterOf.get(a) !== clusterOf.get(b));
    expect(missed).toEqual([]);
    expect(clusters.flat().length).toBeLessThanOrEqual(1000 + 20);
  });

  it('made from one template are one cluster, found without comparing each with each', () => {
    const texts = Array.from({ length: 3000 }, (_, place) => `your order number ${place} was sent to the address you gave us`);
    const index = createNearDuplicates({ threshold: 0.8, comparisons: 1 });
    texts.forEach((text, place) => index.add(0, place, () => text));
    const { clusters, capped } = index.find();
    expect(clusters.map((cluster) => cluster.length)).toEqual([3000]);
    expect(capped).toBe(0);
  });

  it('are told to be incomplete where a text has more candidates than it may be compared with', () => {
    const random = createRandom(3, 'unlike');
    const tail = (): string => Array.from({ length: 30 }, () => String.fromCharCode(97 + random.below(26))).join('');
    const index = createNearDuplicates({ threshold: 0.5, comparisons: 1 });
    for (let place = 0; place < 12_000; place++) index.add(0, place, () => `the same beginning of all ${tail()}`);
    expect(index.find().capped).toBeGreaterThan(0);
  });

  it('give an input one number, however often it is met, also after they were found', () => {
    const index = createNearDuplicates({ threshold: 0.8 });
    const add = (low: number, text: string): number => index.add(5, low, () => text);
    expect([add(1, 'one text'), add(2, 'another'), add(1, 'one text')]).toEqual([0, 1, 0]);
    expect(index.find().clusters).toEqual([]);
    expect([add(2, 'another'), add(1, 'one text')]).toEqual([1, 0]);
    expect(index.keyOf(1)).toEqual([5, 2]);
  });

  it('are texts that differ in case, spaces and Unicode form only', () => {
    const texts = ['Café  au lait', 'cafe\u0301 au LAIT', ' \tＣＡＦÉ au lait\n', 'tea with milk'];
    expect(find(texts, 1).clusters).toEqual([[0, 1, 2]]);
  });

  it('are never texts without a shingle', () => {
    expect(find([' ', '\t', ''], 0.1).clusters).toEqual([]);
  });
});
