import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/balance/cap-answer.js';
import { numberLists } from '../../src/core/number-lists.js';
import { capComponents, type CapComponent } from '../../src/balance/cap-problem.js';

describe('judge', () => {
  const component: CapComponent = {
    limits: [{ class: 0, cap: 4, need: 1 }],
    bundles: [{ sets: [0], size: 6, limits: [0] }],
  };

  it.each([
    ['nothing at all', []],
    ['a fraction', [1.5]],
    ['less than none', [-1]],
    ['more than there is', [7]],
    ['less than a minimum', [0]],
  ])('takes no answer with %s', (_what, keep) => {
    expect(judge(component, keep)).toBeUndefined();
  });

  it('takes none and all of a bundle, and counts what is above the caps', () => {
    const free: CapComponent = { ...component, limits: [{ class: 0, cap: 4, need: 0 }] };
    expect(judge(free, [0])).toEqual({ keep: [0], kept: 0, excess: 0 });
    expect(judge(free, [4])).toEqual({ keep: [4], kept: 4, excess: 0 });
    expect(judge(free, [6])).toEqual({ keep: [6], kept: 6, excess: 2 });
  });
});

describe('capComponents', () => {
  it('puts label sets together that share a class over others, and no more', () => {
    const chain = [
      [0, 1],
      [2, 3],
      [4, 5],
      [1, 2],
      [6, 7],
      [3, 4],
    ];
    expect(groupsOf(chain)).toEqual(['0 1 2 3 5', '4']);
  });

  it('puts together exactly what hangs together, whatever the order of the label sets', () => {
    const set = fc
      .uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 3 })
      .map((held) => held.sort((a, b) => a - b));
    const lists = fc.uniqueArray(set, { minLength: 1, maxLength: 12, selector: (held) => held.join() });
    fc.assert(
      fc.property(lists, (sets) => {
        expect(groupsOf(sets)).toEqual(reachable(sets));
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

/** The label sets of each component where every class is over its cap, each group and all of them in order. */
function groupsOf(sets: readonly (readonly number[])[]): readonly string[] {
  const counts = new Float64Array(sets.length).fill(10);
  const components = capComponents(numberLists(sets), counts, new Float64Array(12).fill(1), new Float64Array(12));
  return components.map(({ bundles }) => written(bundles.flatMap((bundle) => bundle.sets))).sort();
}

/** The same by walking from label set to label set. */
function reachable(sets: readonly (readonly number[])[]): readonly string[] {
  const groups = new Set<string>();
  for (const start of sets.keys()) {
    const group = new Set([start]);
    for (const place of group) {
      sets.forEach((held, other) => {
        if (held.some((one) => sets[place]?.includes(one) === true)) group.add(other);
      });
    }
    groups.add(written([...group]));
  }
  return [...groups].sort();
}

function written(places: readonly number[]): string {
  return [...places].sort((a, b) => a - b).join(' ');
}
