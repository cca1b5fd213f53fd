import { describe, expect, it } from 'vitest';
import { settle, type LabelSetFacts, type SettlePolicies } from '../../src/measure/measure.js';

/** Label sets 0-9 have sets of their own; 10-19 are 0-9 given to train, 20-29 given to test. The union of any is 90. */
const facts: LabelSetFacts = {
  setOf: (labelSet) => (labelSet === 90 ? 90 : labelSet % 10),
  givenOf: (labelSet) => (labelSet < 10 || labelSet === 90 ? -1 : labelSet < 20 ? 0 : 2),
  union: (labelSets) => (labelSets.includes(9) ? undefined : 90),
};
const keep: SettlePolicies = { duplicates: 'keep', contradictions: 'keep' };

function settled(parts: Readonly<Record<number, number>>, policies: Partial<SettlePolicies>): Record<number, string> {
  const labelSets = Object.keys(parts).map(Number);
  const unit = { high: 1, low: 1, labelSets, counts: labelSets.map((labelSet) => parts[labelSet] ?? 0), groups: [] };
  const result = settle(unit, { ...keep, ...policies }, facts);
  return Object.fromEntries(
    result.map((part) => [
      part.labelSet,
      `${part.kept}/${part.copies} as ${part.becomes}${part.kept < part.copies ? ` ${part.code}` : ''}`,
    ]),
  );
}

describe('settling equal inputs', () => {
  it('keeps everything by default', () => {
    expect(settled({ 1: 2, 2: 1 }, {})).toEqual({ 1: '2/2 as 1', 2: '1/1 as 2' });
  });

  it('keeps one copy per set of labels with keep-one', () => {
    expect(settled({ 1: 3, 2: 1 }, { duplicates: 'keep-one' })).toEqual({ 1: '1/3 as 1 duplicate', 2: '1/1 as 2' });
  });

  it('drops all copies of a contradiction with drop, and touches nothing else', () => {
    expect(settled({ 1: 2, 2: 1 }, { contradictions: 'drop' })).toEqual({
      1: '0/2 as 1 contradiction',
      2: '0/1 as 2 contradiction',
    });
    expect(settled({ 1: 2 }, { contradictions: 'drop' })).toEqual({ 1: '2/2 as 1' });
  });

  it('keeps the most frequent labels with majority, and none where two are as frequent', () => {
    expect(settled({ 1: 2, 2: 1 }, { contradictions: 'majority' })).toEqual({ 1: '2/2 as 1', 2: '0/1 as 2 contradiction' });
    expect(settled({ 1: 2, 2: 2 }, { contradictions: 'majority' })).toEqual({
      1: '0/2 as 1 contradiction',
      2: '0/2 as 2 contradiction',
    });
  });

  it('gives all copies the united labels with merge, then counts copies of them', () => {
    expect(settled({ 1: 2, 2: 1 }, { contradictions: 'merge' })).toEqual({ 1: '2/2 as 90', 2: '1/1 as 90' });
    expect(settled({ 1: 2, 2: 1 }, { contradictions: 'merge', duplicates: 'keep-one' })).toEqual({
      1: '1/2 as 90 duplicate',
      2: '0/1 as 90 duplicate',
    });
  });

  it('drops what merge cannot unite because a single target disagrees', () => {
    expect(settled({ 1: 1, 9: 1 }, { contradictions: 'merge' })).toEqual({
      1: '0/1 as 1 contradiction',
      9: '0/1 as 9 contradiction',
    });
  });

  it('leaves an input given to two splits in the one that is held out, before anything else is judged', () => {
    expect(settled({ 11: 2, 22: 1 }, { contradictions: 'drop' })).toEqual({ 22: '1/1 as 22', 11: '0/2 as 11 split-leak' });
    expect(settled({ 11: 1, 12: 1 }, { contradictions: 'drop' })).toEqual({
      11: '0/1 as 11 contradiction',
      12: '0/1 as 12 contradiction',
    });
  });
});
