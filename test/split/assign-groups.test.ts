import { describe, expect, it } from 'vitest';
import { numberLists } from '../../src/core/number-lists.js';
import type { PerSplit } from '../../src/core/splits.js';
import { createRandom } from '../../src/core/random.js';
import { refuseSmallClasses } from '../../src/split/refuse-small-classes.js';
import { assignGroups, type Group } from '../../src/split/split.js';
import { optionsWith, RATIOS, sizesOf } from './plans.js';

function randomGroups(count: number, classCount: number, seed: number): readonly Group[] {
  const random = createRandom(seed, 'groups');
  return Array.from({ length: count }, () => {
    const sets = [...new Set(Array.from({ length: 1 + random.below(3) }, () => random.below(classCount)))];
    return {
      parts: sets.map((set) => ({ set, examples: 1 + random.below(5) })),
      rank: { high: random.below(2 ** 32), low: random.below(2 ** 32) },
    };
  });
}

function inputOf(groups: readonly Group[], classCount: number, ratios: PerSplit<number> = RATIOS) {
  const examples = groups.reduce((sum, { parts }) => sum + parts.reduce((all, part) => all + part.examples, 0), 0);
  const sets = numberLists(Array.from({ length: classCount }, (_, place) => [place]));
  return { groups, sets, classCount, sizes: sizesOf(examples, ratios) };
}

describe('assignGroups', () => {
  it('comes near to sizes and class shares on many small groups', () => {
    const { certificate } = assignGroups(inputOf(randomGroups(2000, 8, 1), 8), optionsWith({}));
    expect(certificate.ed).toBeLessThan(3);
    expect(certificate.ld).toBeLessThan(0.003);
    expect(certificate.missingCount).toBe(0);
  });

  it('does not depend on the order of the groups', () => {
    const groups = randomGroups(300, 5, 2);
    const straight = assignGroups(inputOf(groups, 5), optionsWith({}));
    const reversed = assignGroups(inputOf(groups.toReversed(), 5), optionsWith({}));
    expect([...reversed.splitOf].reverse()).toEqual([...straight.splitOf]);
    expect(reversed.certificate).toEqual(straight.certificate);
  });

  it.each([
    { groups: [8, 3, 1, 1, 8], splitOf: [0, 2, 1, 1, 0], ed: 0 },
    { groups: [9, 1, 3, 9, 1], splitOf: [0, 1, 2, 0, 1], ed: 0 },
    { groups: [9, 7, 3, 9, 7], splitOf: [0, 0, 1, 0, 2], ed: 2 },
    { groups: [8, 8, 8, 9, 1], splitOf: [0, 0, 2, 0, 1], ed: 8 / 3 },
  ])('finds the sizes that are nearest for groups of $groups', ({ groups, splitOf, ed }) => {
    const all = groups.map((examples, place) => ({ parts: [{ set: 0, examples }], rank: { high: place, low: 0 } }));
    const found = assignGroups(inputOf(all, 1), optionsWith({}));
    expect([...found.splitOf]).toEqual(splitOf);
    expect(found.certificate.ed).toBeCloseTo(ed);
  });

  it('holds sizes as dear as all classes of an example together', () => {
    let mean = 0;
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed, 'groups of many classes');
      const sets = Array.from({ length: 20 }, () =>
        [...new Set(Array.from({ length: 8 }, () => random.below(12)))].sort((a, b) => a - b),
      );
      const groups = Array.from({ length: 40 }, () => ({
        parts: [{ set: random.below(20), examples: 1 + random.below(5) }],
        rank: { high: random.below(2 ** 32), low: random.below(2 ** 32) },
      }));
      const input = { ...inputOf(groups, 12), sets: numberLists(sets) };
      mean += assignGroups(input, optionsWith({})).certificate.ed / 20;
    }
    // 0.5 where sizes count as much as a single class
    expect(mean).toBeLessThan(0.25);
  });

  it('gives every group one split and certifies what that makes, on random groups in any order', () => {
    for (let seed = 0; seed < 150; seed++) {
      const groups = randomGroups(3 + (seed % 40), 1 + (seed % 6), seed);
      const input = inputOf(groups, 6);
      const { splitOf, certificate } = assignGroups(input, optionsWith({}));
      const given = [0, 0, 0];
      groups.forEach(({ parts }, place) => {
        const column = splitOf[place] ?? 0;
        given[column] = (given[column] ?? 0) + parts.reduce((sum, part) => sum + part.examples, 0);
      });
      expect(certificate.sizes.map((size) => size.given)).toEqual(given);
      expect([...assignGroups(inputOf(groups.toReversed(), 6), optionsWith({})).splitOf].reverse()).toEqual([...splitOf]);
    }
  });

  it('leaves a class out of a split where it has fewer groups than there are splits to cover', () => {
    const groups = [0, 0, 1, 1, 1, 1, 1, 1].map((set, place) => ({
      parts: [{ set, examples: 5 }],
      rank: { high: place, low: 0 },
    }));
    const { certificate } = assignGroups(inputOf(groups, 2), optionsWith({ smallClasses: 'cover' }));
    expect(certificate.missing.map(({ class: held }) => held)).toEqual([0]);
    expect(certificate.withoutTrainCount).toBe(0);
  });

  it('leaves a split that should be empty empty', () => {
    const { splitOf } = assignGroups(inputOf(randomGroups(100, 3, 3), 3, [0.9, 0, 0.1]), optionsWith({ ratios: [0.9, 0, 0.1] }));
    expect(new Set(splitOf)).toEqual(new Set([0, 2]));
  });

  it('puts a class of one group in train', () => {
    for (let seed = 0; seed < 20; seed++) {
      const groups = [...randomGroups(100, 3, seed), { parts: [{ set: 3, examples: 2 }], rank: { high: seed, low: 1 } }];
      const { splitOf, certificate } = assignGroups(inputOf(groups, 4), optionsWith({}));
      expect(splitOf[100]).toBe(0);
      expect(certificate.withoutTrainCount).toBe(0);
    }
  });

  it('covers small classes where groups can be spared', () => {
    const small = [0, 1, 2].map((low): Group => ({ parts: [{ set: 3, examples: 1 }], rank: { high: 7, low } }));
    const groups = [...randomGroups(100, 3, 9), ...small];
    const { certificate } = assignGroups(inputOf(groups, 4), optionsWith({ smallClasses: 'cover' }));
    expect(certificate.missingCount).toBe(0);
  });

  it('fails where it is told to when a class is missing from a split', () => {
    const groups = [...randomGroups(100, 3, 9), { parts: [{ set: 3, examples: 1 }], rank: { high: 0, low: 0 } }];
    expect(() => assignGroups(inputOf(groups, 4), optionsWith({ smallClasses: 'fail' }))).toThrow(
      expect.objectContaining({ code: 'SMALL_CLASSES' }),
    );
  });

  it('names the first twenty classes that are missing, and says how many more there are', () => {
    const groups = Array.from({ length: 215 }, (_, low) => ({
      parts: [{ set: Math.min(low, 15), examples: 1 }],
      rank: { high: 0, low },
    }));
    const { certificate } = assignGroups(inputOf(groups, 16), optionsWith({}));
    expect(certificate.missingCount).toBe(30);
    expect(() => refuseSmallClasses(certificate)).toThrow(' and 10 more; ');
    expect(() => refuseSmallClasses({ ...certificate, missingCount: 20 })).not.toThrow(/ more; /);
  });

  it('names label sets that groups keep from their shares', () => {
    const groups: readonly Group[] = [30, 10].map((examples, low) => ({ parts: [{ set: 0, examples }], rank: { high: 0, low } }));
    const { splitOf, certificate } = assignGroups(inputOf(groups, 1), optionsWith({}));
    expect(splitOf[0]).toBe(0);
    expect(certificate.deviations.every(({ reason }) => reason === 'groups')).toBe(true);
  });

  it('leaves no group whose move alone would bring the sizes nearer', () => {
    for (let seed = 0; seed < 200; seed++) {
      const groups = randomGroups(4 + (seed % 12), 1, seed);
      const input = inputOf(groups, 1);
      const { splitOf } = assignGroups(input, optionsWith({}));
      const sizeOf = (place: number): number => groups[place]?.parts[0]?.examples ?? 0;
      const offBy = (splits: readonly number[]): number => {
        const given = [0, 0, 0];
        splits.forEach((split, place) => (given[split] = (given[split] ?? 0) + sizeOf(place)));
        return input.sizes.reduce((sum, size, split) => sum + (size > 0 ? ((given[split] ?? 0) - size) ** 2 / size : 0), 0);
      };
      const splits = [...splitOf];
      for (const place of splits.keys())
        for (const to of [0, 1, 2].filter((split) => (input.sizes[split] ?? 0) > 0)) {
          const moved = splits.with(place, to);
          if (moved.includes(0)) expect(offBy(moved)).toBeGreaterThan(offBy(splits) - 1e-6);
        }
    }
  });

  it('swaps groups where moving one alone would not help', () => {
    const of = (examples: number, low: number): Group => ({ parts: [{ set: 0, examples }], rank: { high: 0, low } });
    const groups = [7, 6, 5, 4, 3, 2, 2, 1].map(of);
    const { certificate } = assignGroups(
      { ...inputOf(groups, 1), sizes: [15, 8, 7] },
      optionsWith({ ratios: [0.5, 8 / 30, 7 / 30] }),
    );
    expect(certificate.ed).toBe(0);
  });

  it('assigns nothing for no groups', () => {
    expect(assignGroups(inputOf([], 1), optionsWith({})).splitOf).toHaveLength(0);
  });
});
