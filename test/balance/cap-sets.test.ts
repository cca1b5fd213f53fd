import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capSets, type BalanceInput } from '../../src/balance/balance.js';
import { better, judge, type CapAnswer } from '../../src/balance/cap-answer.js';
import { capExactly, type Solver } from '../../src/balance/cap-exactly.js';
import { capGreedily } from '../../src/balance/cap-greedily.js';
import { countClasses } from '../../src/balance/balance-input.js';
import type { CapComponent } from '../../src/balance/cap-problem.js';
import { namesOf } from '../core/plain.js';
import { inputOf, named, optionsWith, perClass } from './plain-options.js';

function keepsOf(input: BalanceInput, options: Parameters<typeof capSets>[1]) {
  return named({ ...input, counts: capSets(input, options).keep });
}

describe('capSets', () => {
  it('keeps everything where there is no maximum', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 10],
        ['b', 3],
      ],
    );
    expect(capSets(input, optionsWith({}))).toEqual({ keep: [10, 3], conflicts: [] });
  });

  it('keeps exactly the maximum of every class of a single target that has more', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 900],
        ['b', 500],
        ['c', 3],
      ],
    );
    expect(keepsOf(input, optionsWith({ max: { all: 500 } }))).toEqual({ a: 500, b: 500, c: 3 });
  });

  it('keeps exactly the maximum of a class that is alone over its cap, in proportion over its label sets', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 600],
        ['a b', 300],
        ['a c', 100],
        ['b', 20],
      ],
    );
    expect(keepsOf(input, optionsWith({ max: perClass({ t: { a: 100 } }) }))).toEqual({ a: 60, 'a b': 30, 'a c': 10, b: 20 });
  });

  it('takes the closest maximum, and the smaller of a count and a share that are equally close', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 100],
        ['b', 100],
        ['c', 100],
      ],
    );
    const options = optionsWith({
      max: { all: 50, perClass: new Map([['t', new Map([['a', 70]])]]) },
      maxShare: { all: 0.29, perClass: new Map([['t', new Map([['b', 0.25]])]]) },
    });
    expect(keepsOf(input, options)).toEqual({ a: 70, b: 75, c: 50 });
    expect(keepsOf(input, optionsWith({ max: { perTarget: new Map([['t', 40]]) } }))).toEqual({ a: 40, b: 40, c: 40 });
  });

  it('counts a share of the examples of its own target, rounded down without the noise of doubles', () => {
    const input = inputOf(
      ['t', 'u'],
      [
        ['a', 60],
        ['b', 40],
        ['u:x', 900],
      ],
    );
    expect(keepsOf(input, optionsWith({ maxShare: perClass({ t: { a: 0.29 } }) }))).toEqual({ a: 29, b: 40, x: 900 });
    const tiny = inputOf(
      ['t'],
      [
        ['a', 3],
        ['b', 2],
      ],
    );
    expect(keepsOf(tiny, optionsWith({ maxShare: perClass({ t: { a: 0.1 } }) }))).toEqual({ a: 1, b: 2 });
  });

  it('keeps as many as possible where label sets tie two caps together', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 50],
        ['a b', 100],
        ['b', 50],
      ],
    );
    expect(keepsOf(input, optionsWith({ max: { all: 60 } }))).toEqual({ a: 50, 'a b': 10, b: 50 });
  });

  it('does not push a class below its minimum by the cap of another', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 500],
        ['a b', 40],
        ['c', 30],
      ],
    );
    const options = optionsWith({ min: { all: 30 }, max: { all: 50 } });
    expect(keepsOf(input, options)).toEqual({ a: 20, 'a b': 30, c: 30 });
  });

  it('lets a minimum win over the cap of another class and names that class with the least excess', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 500],
        ['a b', 40],
      ],
    );
    const plan = capSets(input, optionsWith({ min: perClass({ t: { b: 40 } }), max: perClass({ t: { a: 25 } }) }));
    expect(named({ ...input, counts: plan.keep })).toEqual({ a: 0, 'a b': 40 });
    expect(plan.conflicts).toEqual([{ class: 0, kept: 40, min: 0, max: 25, over: 15 }]);
  });

  it('lets a minimum win over a share that turns out to be smaller', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 100],
        ['b', 20],
      ],
    );
    const plan = capSets(input, optionsWith({ min: { all: 20 }, maxShare: { all: 0.1 } }));
    expect(plan.keep).toEqual([20, 20]);
    expect(plan.conflicts.map(({ over }) => over)).toEqual([8, 8]);
  });

  it('does not let a class vanish where as many examples can be kept otherwise', () => {
    const input = inputOf(
      ['t'],
      [
        ['a', 5000],
        ['a b', 2],
      ],
    );
    expect(keepsOf(input, optionsWith({ max: { all: 10 } }))).toEqual({ a: 9, 'a b': 1 });
  });

  it('spreads what it keeps over label sets where several answers keep as many', () => {
    const input = inputOf(
      ['t', 'u'],
      [
        ['a u:x', 100],
        ['a u:y', 100],
        ['b u:x', 100],
        ['b u:y', 100],
      ],
    );
    const kept = keepsOf(input, optionsWith({ max: { all: 100 } }));
    expect(kept).toEqual({ 'a x': 50, 'a y': 50, 'b x': 50, 'b y': 50 });
  });

  it('keeps as many as the best of all answers, and exceeds caps as little, on random instances', () => {
    fc.assert(
      fc.property(instances, ({ input, options }) => {
        const plan = capSets(input, options);
        const best = bestOf(input, options);
        const judged = judgeByHand(input, plan.keep, options);
        expect(judged).toEqual(best);
        expect(plan.conflicts.reduce((sum, { over }) => sum + over, 0)).toBe(best.excess);
      }),
      { numRuns: 600, seed: 1 },
    );
  });

  it('answers the same whenever it is asked', () => {
    fc.assert(
      fc.property(instances, ({ input, options }) => {
        expect(capSets(input, options)).toEqual(capSets(input, options));
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  it('finishes on label sets too many for the solver, within all caps and minimums', () => {
    const classes = 120;
    const lists = new Map<string, number>();
    for (let at = 0; at < 6000; at++) {
      const held = [at % classes, (at * 7 + 3) % classes, (at * at) % classes].slice(0, 1 + (at % 3));
      lists.set(
        [...new Set(held)]
          .map((one) => `c${String(one).padStart(3, '0')}`)
          .sort()
          .join(' '),
        1 + (at % 9),
      );
    }
    const input = inputOf(['t'], [...lists]);
    const plan = capSets(input, optionsWith({ min: { all: 20 }, max: { all: 100 } }));
    expect(plan.conflicts).toEqual([]);
    const before = countClasses(input);
    countClasses({ ...input, counts: plan.keep }).forEach((kept, place) => {
      expect(kept).toBeLessThanOrEqual(100);
      expect(kept).toBeGreaterThanOrEqual(Math.min(20, before[place] ?? 0));
    });
  });
});

describe('capGreedily and capExactly', () => {
  it('the greedy answer is never better than the exact one and never breaks a minimum', () => {
    fc.assert(
      fc.property(components, (component) => {
        const greedy = capGreedily(component);
        const exact = capExactly(component, greedy);
        expect(greedy).toEqual(judge(component, greedy.keep));
        expect(exact).toEqual(judge(component, exact.keep));
        expect(exact.excess).toBeLessThanOrEqual(greedy.excess);
        if (exact.excess === greedy.excess) expect(exact.kept).toBeGreaterThanOrEqual(greedy.kept);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('the exact answer is as good from the worst one to start from', () => {
    fc.assert(
      fc.property(components, (component) => {
        const exact = capExactly(component, keepAll(component));
        const started = capExactly(component, capGreedily(component));
        expect([exact.kept, exact.excess]).toEqual([started.kept, started.excess]);
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  it('gives up a bundle where that lets two others in, without a solver', () => {
    const traded: CapComponent = {
      limits: [0, 1, 2, 3].map((held) => ({ class: held, cap: 10, need: 0 })),
      bundles: [
        [0, 1],
        [0, 2],
        [1, 3],
      ].map((limits, at) => ({ sets: [at], size: 10, limits })),
    };
    expect(capGreedily(traded)).toEqual({ keep: [0, 10, 10], kept: 20, excess: 0 });
  });

  it('keeps all that fits besides the one example that has to be above a cap', () => {
    const tied: CapComponent = {
      limits: [
        { class: 0, cap: 4, need: 0 },
        { class: 1, cap: Infinity, need: 8 },
        { class: 2, cap: 3, need: 0 },
        { class: 3, cap: 10, need: 0 },
      ],
      bundles: [
        { sets: [0], size: 5, limits: [0, 1] },
        { sets: [1], size: 9, limits: [1, 2] },
        { sets: [2], size: 10, limits: [0, 3] },
        { sets: [3], size: 10, limits: [3] },
      ],
    };
    expect(capExactly(tied, keepAll(tied))).toMatchObject({ kept: 18, excess: 1 });
  });

  it('leaves a component that is too large for the solver as it is', () => {
    const large = evenly(2100, 10, 2100);
    const start = keepAll(large);
    expect(capExactly(large, start)).toBe(start);
    expect(capExactly(evenly(40, 10, 40), keepAll(evenly(40, 10, 40))).excess).toBe(0);
  });

  it('asks no more of a solver that has given up', () => {
    const component = evenly(9, 10, 40);
    const start = capGreedily(component);
    let asked = 0;
    const solver: Solver = () => {
      asked++;
      return { status: 'timedout', result: NaN, variables: [] };
    };
    expect(capExactly(component, start, solver)).toBe(start);
    expect(asked).toBe(1);
  });

  it('spreads what it keeps over sixty bundles, and leaves it where it is over more', () => {
    const [few, many] = [evenly(60, 10, 60), evenly(61, 10, 61)];
    expect(capExactly(few, capGreedily(few)).keep).toEqual(few.bundles.map(() => 1));
    expect(capExactly(many, capGreedily(many))).toEqual(capGreedily(many));
  });

  it.each([
    ['finds nothing', 0],
    ['takes more than there is', 21],
  ])('takes no answer that is worse than the one it has, or breaks a size or a minimum, where the solver %s', (_what, amount) => {
    fc.assert(
      fc.property(components, (component) => {
        const start = capGreedily(component);
        const variables = component.bundles.map((_, at): [string, number] => [`bundle${at}`, amount]);
        for (const status of ['optimal', 'infeasible', 'timedout'] as const) {
          const answer = capExactly(component, start, () => ({ status, result: start.kept, variables }));
          expect(answer).toEqual(judge(component, answer.keep));
          expect(better(answer, start)).toBe(answer);
        }
      }),
      { numRuns: 50, seed: 6 },
    );
  });
});

/** Bundles of one size under one cap. */
function evenly(count: number, size: number, cap: number): CapComponent {
  return {
    limits: [{ class: 0, cap, need: 0 }],
    bundles: Array.from({ length: count }, (_, at) => ({ sets: [at], size, limits: [0] })),
  };
}

/** The answer that leaves nothing out, whatever that is above the caps. */
function keepAll(component: CapComponent): CapAnswer {
  const kept = component.bundles.reduce((sum, { size }) => sum + size, 0);
  const excess = component.limits.reduce((sum, { cap }, limit) => {
    const held = component.bundles.reduce((all, { size, limits }) => all + (limits.includes(limit) ? size : 0), 0);
    return sum + Math.max(0, held - cap);
  }, 0);
  return { keep: component.bundles.map(({ size }) => size), kept, excess };
}

const TARGET = 't';
const labelSets = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

const instances = fc
  .record({
    sets: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 2, maxLength: 5 }),
    counts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 7, maxLength: 7 }),
    maxima: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 3, maxLength: 3 }),
    minima: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ sets, counts, maxima, minima }) => {
    const lists = sets.map(
      (place) => [(labelSets[place] ?? []).map((held) => 'abc'.charAt(held)).join(' '), counts[place] ?? 1] as const,
    );
    const input = inputOf([TARGET], lists);
    const limits = (of: (place: number) => number) =>
      perClass({ [TARGET]: Object.fromEntries(namesOf(input.classes).map(({ name }) => [name, of('abc'.indexOf(name))])) });
    const max = limits((place) => maxima[place] ?? 1);
    const min = limits((place) => Math.min(minima[place] ?? 0, maxima[place] ?? 1));
    return { input, options: optionsWith({ min, max }) };
  });

const components = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 20 }), limits: fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }) }), {
    minLength: 2,
    maxLength: 12,
  })
  .chain((bundles) =>
    fc.record({
      bundles: fc.constant(bundles),
      caps: fc.array(fc.oneof(fc.integer({ min: 1, max: 25 }), fc.constant(Infinity)), { minLength: 5, maxLength: 5 }),
      needs: fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 5, maxLength: 5 }),
    }),
  )
  .map(({ bundles, caps, needs }): CapComponent => {
    const totals = caps.map((_, limit) => bundles.reduce((sum, one) => sum + (one.limits.includes(limit) ? one.size : 0), 0));
    return {
      bundles: bundles.map((one, at) => ({ ...one, sets: [at] })),
      limits: caps.map((cap, limit) => {
        const need = Math.min(needs[limit] ?? 0, totals[limit] ?? 0);
        return { class: limit, cap: Math.max(cap, need), need };
      }),
    };
  });

function judgeByHand(input: BalanceInput, keep: BalanceInput['counts'], options: Parameters<typeof capSets>[1]) {
  const kept = countClasses({ ...input, counts: keep });
  const before = countClasses(input);
  let excess = 0;
  for (const [place, { name }] of namesOf(input.classes).entries()) {
    const max = options.max.perClass?.get(TARGET)?.get(name) ?? Infinity;
    const min = Math.min(options.min.perClass?.get(TARGET)?.get(name) ?? 0, before[place] ?? 0);
    if ((kept[place] ?? 0) < min) return undefined;
    excess += Math.max(0, (kept[place] ?? 0) - max);
  }
  return { excess, kept: [...keep].reduce((sum, amount) => sum + amount, 0) };
}

/** The best answer by trying them all. */
function bestOf(input: BalanceInput, options: Parameters<typeof capSets>[1]) {
  let best = { excess: Infinity, kept: 0 };
  const tryFrom = (keep: readonly number[]): void => {
    if (keep.length < input.sets.length) {
      for (let amount = 0; amount <= (input.counts[keep.length] ?? 0); amount++) tryFrom([...keep, amount]);
      return;
    }
    const judged = judgeByHand(input, keep, options);
    if (judged === undefined) return;
    if (judged.excess < best.excess || (judged.excess === best.excess && judged.kept > best.kept)) best = judged;
  };
  tryFrom([]);
  return best;
}
