import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countClasses } from '../../src/balance/balance-input.js';
import { describeLargest, dropRare, limitOf, type BalanceInput, type BalanceOptions } from '../../src/balance/balance.js';
import { compareLabelSets } from '../../src/balance/label-set-order.js';
import { classTable } from '../../src/core/class-table.js';
import { numberLists } from '../../src/core/number-lists.js';
import { arraysOf, namesOf } from '../core/plain.js';
import { inputOf, named, optionsWith, perClass } from './plain-options.js';

describe('dropRare', () => {
  it('changes nothing where no class is rare', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 5],
        ['b', 7],
      ],
    );
    const plan = dropRare(input, optionsWith({ min: { all: 5 } }));
    expect({ ...plan, sets: arraysOf(plan.sets) }).toEqual({
      classes: input.classes,
      sets: [[0], [1]],
      counts: [5, 7],
      becomes: Int32Array.of(0, 1),
      rareClasses: [],
    });
  });

  it('refuses limits that contradict each other', () => {
    expect(() => dropRare(inputOf(['t'], [['a', 5]]), optionsWith({ min: { all: 9 }, max: { all: 5 } }))).toThrow(
      expect.objectContaining({ code: 'BALANCE_INVALID' }),
    );
  });

  it('does not call a class rare that has no minimum, also where all its examples go with another', () => {
    const lists = [
      ['a b', 3],
      ['c', 9],
    ] as const;
    const options = optionsWith({ min: perClass({ t: { a: 5 } }), rare: { policy: 'drop-example' } });
    const { rareClasses, counts } = dropRare(inputOf(['t'], lists), options);
    expect(rareClasses.map(({ class: number }) => number)).toEqual([0]);
    expect(counts).toEqual([9]);
  });

  it('leaves the examples of a rare class of a single target out', () => {
    const plan = dropRare(
      inputOf(
        ['t'],
        [
          ['a', 4],
          ['b', 7],
        ],
      ),
      optionsWith({ min: { all: 5 } }),
    );
    expect(named(plan)).toEqual({ b: 7 });
    expect([...plan.becomes]).toEqual([-1, 0]);
    expect(plan.rareClasses).toEqual([{ class: 0, count: 4, min: 5 }]);
  });

  it('removes a rare class from a list and joins the label sets that become equal', () => {
    const plan = dropRare(
      inputOf(
        ['t'],
        [
          ['a', 9],
          ['a b', 2],
          ['b', 1],
          ['a c', 6],
        ],
      ),
      optionsWith({ min: { all: 5 } }),
    );
    expect(named(plan)).toEqual({ a: 11, 'a c': 6 });
    expect([...plan.becomes]).toEqual([0, 0, 1, -1]);
  });

  it('leaves an example out whole when one of its targets loses its last label', () => {
    const plan = dropRare(
      inputOf(
        ['t', 'u'],
        [
          ['a u:x', 9],
          ['b u:x', 2],
          ['u:x', 3],
        ],
      ),
      optionsWith({ min: perClass({ t: { b: 5 } }) }),
    );
    expect(named(plan)).toEqual({ 'a x': 9, x: 3 });
  });

  it('repeats until nothing changes: examples left out can make other classes rare', () => {
    const input = inputOf(
      ['t', 'u'],
      [
        ['a u:x', 5],
        ['b u:x', 1],
        ['b u:y', 5],
        ['c u:y', 4],
        ['c u:z', 3],
      ],
    );
    const plan = dropRare(input, optionsWith({ min: { all: 6 } }));
    expect(named(plan)).toEqual({});
    expect(plan.rareClasses.map(({ count }) => count)).toEqual([5, 5, 4, 1, 5, 3]);
  });

  it('leaves every example with a rare label out under drop-example', () => {
    const options = optionsWith({ min: { all: 5 }, rare: { policy: 'drop-example' } });
    expect(
      named(
        dropRare(
          inputOf(
            ['t'],
            [
              ['a', 9],
              ['a b', 2],
            ],
          ),
          options,
        ),
      ),
    ).toEqual({ a: 9 });
  });

  it('maps rare classes to a class that exists, once per example', () => {
    const options = optionsWith({ min: { all: 5 }, rare: { policy: 'map', class: 'other' } });
    const input = inputOf(
      ['t'],
      [
        ['a', 9],
        ['b', 2],
        ['b c', 2],
        ['other', 1],
        ['a other', 1],
      ],
    );
    const plan = dropRare(input, options);
    expect(named(plan)).toEqual({ a: 9, 'a other': 1, other: 5 });
    expect(namesOf(plan.classes)).toEqual(namesOf(input.classes));
    expect(plan.rareClasses.map(({ class: place }) => plan.classes.nameOf(place))).toEqual(['b', 'c']);
  });

  it('adds the class that rare ones are mapped to where target and code point put it', () => {
    const options = optionsWith({ min: { all: 5 }, rare: { policy: 'map', class: 'm' } });
    const plan = dropRare(
      inputOf(
        ['t', 'u'],
        [
          ['a u:z', 9],
          ['b u:z', 3],
          ['z u:y', 2],
          ['z u:x', 2],
        ],
      ),
      options,
    );
    expect(namesOf(plan.classes).map(({ target, name }) => `${target}${name}`)).toEqual([
      '0a',
      '0b',
      '0m',
      '0z',
      '1m',
      '1x',
      '1y',
      '1z',
    ]);
    expect(plan.rareClasses.map(({ class: place }) => plan.classes.nameOf(place))).toEqual(['b', 'm', 'z', 'm', 'x', 'y']);
    expect(named(plan)).toEqual({ 'a z': 9 });
  });

  it('drops the class that rare ones are mapped to when it stays rare itself', () => {
    const options = optionsWith({ min: { all: 5 }, rare: { policy: 'map', class: 'm' } });
    const plan = dropRare(
      inputOf(
        ['t'],
        [
          ['a', 9],
          ['a b', 2],
          ['c', 1],
        ],
      ),
      options,
    );
    expect(named(plan)).toEqual({ a: 11 });
    expect(plan.rareClasses.map(({ count }) => count)).toEqual([2, 1, 3]);
  });

  it('takes the minimum of the class, else of its target, else of all', () => {
    const limits = { all: 1, perTarget: new Map([['t', 2]]), perClass: new Map([['t', new Map([['a', 3]])]]) };
    expect([limitOf(limits, 't', 'a'), limitOf(limits, 't', 'b'), limitOf(limits, 'u', 'a'), limitOf({}, 'u', 'a')]).toEqual([
      3,
      2,
      1,
      undefined,
    ]);
  });

  it('refuses limits for a target or class the data does not have, and names near ones', () => {
    const input = inputOf(['intent'], [['refund', 9]]);
    const min = perClass({ intent: { refnud: 3 } });
    expect(() => dropRare(input, optionsWith({ min }))).toThrow(/class "refnud".*did you mean "refund"/);
    expect(() => dropRare(input, optionsWith({ max: { perTarget: new Map([['Intents', 3]]) } }))).toThrow(
      /did you mean "intent"/,
    );
    expect(() => dropRare(input, optionsWith({ max: perClass({ zzzzzzzz: {} }) }))).toThrow(/remove the limit/);
    const mapped = optionsWith({ min: perClass({ intent: { other: 3 } }), rare: { policy: 'map', class: 'other' } });
    expect(named(dropRare(input, mapped))).toEqual({ refund: 9 });
  });

  it('ends as repeated removal by hand does, with enough of every class that remains, on random instances', () => {
    fc.assert(
      fc.property(
        instances,
        fc.constantFrom<BalanceOptions['rare']>({ policy: 'drop-label' }, { policy: 'drop-example' }),
        (input, rare) => {
          const options = optionsWith({ min: { all: 6 }, rare });
          const plan = dropRare(input, options);
          expect(named(plan)).toEqual(byHand(input, 6, rare.policy === 'drop-example'));
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });

  it('keeps its promises under every policy on random instances', () => {
    fc.assert(
      fc.property(
        instances,
        fc.constantFrom<BalanceOptions['rare']>(
          { policy: 'drop-label' },
          { policy: 'drop-example' },
          { policy: 'map', class: 'a' },
          { policy: 'map', class: 'm' },
        ),
        (input, rare) => {
          const plan = dropRare(input, optionsWith({ min: { all: 6 }, rare }));
          const held = countClasses({ ...input, ...plan });
          const sets = arraysOf(plan.sets);
          for (const set of sets) for (const place of set) expect(held[place]).toBeGreaterThanOrEqual(6);
          sets.slice(1).forEach((set, at) => expect(compareLabelSets(sets[at] ?? [], set)).toBeLessThan(0));
          const counts = sets.map(() => 0);
          plan.becomes.forEach((place, from) => {
            if (place >= 0) counts[place] = (counts[place] ?? 0) + (input.counts[from] ?? 0);
          });
          expect(counts).toEqual(plan.counts);
        },
      ),
      { numRuns: 500, seed: 2 },
    );
  });

  it('finishes on 200,000 classes', () => {
    const size = 200_000;
    const sets = Array.from({ length: size }, (_, place) => [place]);
    const classes = sets.map((_, place) => ({ target: 0, name: `c${String(place).padStart(7, '0')}` }));
    const counts = Float64Array.from(sets, (_, place) => place % 7);
    const input = { targets: ['t'], classes: classTable(classes), sets: numberLists(sets), counts };
    const plan = dropRare(input, optionsWith({ min: { all: 3 } }));
    expect(plan.counts.every((count) => count >= 3)).toBe(true);
    expect(plan.rareClasses.length + plan.sets.length).toBe(size);
  });
});

describe('describeLargest', () => {
  it('names the largest class and the minimum it misses', () => {
    const input = inputOf(
      ['t', 'u'],
      [
        ['a u:x', 3],
        ['b u:x', 1],
        ['b u:y', 1],
      ],
    );
    const options = optionsWith({ min: { all: 9 } });
    expect(describeLargest(input, options)).toBe('the largest class, "x" of target "u", has 4 examples, below the minimum of 9');
    expect(describeLargest(input, optionsWith({}), 0)).toBe('the largest class, "a" of target "t", has 3 examples');
    expect(describeLargest(inputOf(['t'], [['a', 1]]), optionsWith({}))).toMatch(/1 example$/);
    expect(describeLargest({ ...input, classes: classTable([]), sets: numberLists([]) }, options)).toBeUndefined();
  });
});

const names = ['a', 'b', 'c', 'u:x', 'u:y'];
const instances = fc
  .uniqueArray(fc.record({ held: fc.subarray(names, { minLength: 1 }), count: fc.integer({ min: 0, max: 8 }) }), {
    selector: ({ held }) => held.join(),
    minLength: 1,
    maxLength: 12,
  })
  .map((lists) =>
    inputOf(
      ['t', 'u'],
      lists.map(({ held, count }) => [held.join(' '), count] as const),
    ),
  );

/** The same by plain repetition over whole lists. */
function byHand(input: BalanceInput, min: number, dropsExamples: boolean): Readonly<Record<string, number>> {
  let lists = arraysOf(input.sets).map((set, place) => ({ set, count: input.counts[place] ?? 0 }));
  for (;;) {
    const counts = new Map<number, number>();
    for (const { set, count } of lists) for (const held of set) counts.set(held, (counts.get(held) ?? 0) + count);
    const rare = new Set([...counts].filter(([, count]) => count < min).map(([held]) => held));
    if (rare.size === 0) break;
    const targetsOf = (set: readonly number[]) => new Set(set.map((held) => input.classes.targetOf(held))).size;
    lists = lists.flatMap(({ set, count }) => {
      const kept = set.filter((held) => !rare.has(held));
      const isLost = targetsOf(kept) < targetsOf(set) || (dropsExamples && kept.length < set.length);
      return isLost ? [] : [{ set: kept, count }];
    });
  }
  const merged = new Map<string, number>();
  for (const { set, count } of lists) {
    const key = set.map((held) => input.classes.nameOf(held)).join(' ');
    merged.set(key, (merged.get(key) ?? 0) + count);
  }
  return Object.fromEntries(merged);
}
