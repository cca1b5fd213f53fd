import { describe, expect, it } from 'vitest';
import { check, type CheckRequest } from '../../src/index.js';
import { realData } from './support.js';

const massive = realData('massive-en/train.jsonl');
const clinc = realData('clinc150/data_full.json');
const banking = realData('nlupp/banking');
const hotels = realData('nlupp/hotels');

async function countsOf(request: CheckRequest): Promise<readonly (readonly [string, number])[]> {
  return (await check(request)).issues.map(({ code, count }) => [code, count] as const);
}

const INTENTS = { text: 'text', labels: { intents: { field: 'intents', kind: 'multi' as const, none: 'none' } } };

describe('the gate on real data', () => {
  it.runIf(massive !== undefined)('finds the 46 texts of MASSIVE that occur twice, 4 of them with different labels', async () => {
    const mapping = { text: 'text', labels: { intent: { field: 'label_text' } } };
    expect(await countsOf({ sources: [massive ?? ''], mapping })).toEqual([
      ['class-small', 1],
      ['class-imbalance', 1],
      ['contradiction', 4],
      ['duplicate', 42],
      ['folded-duplicate', 1],
    ]);
  });

  it.runIf(banking !== undefined)('says nothing of NLU++ banking that a person would laugh at', async () => {
    expect(await countsOf({ sources: [banking ?? ''], mapping: INTENTS })).toEqual([
      ['contradiction', 1],
      ['duplicate', 21],
      ['folded-duplicate', 16],
    ]);
  });

  it.runIf(hotels !== undefined)('nor of NLU++ hotels', async () => {
    expect(await countsOf({ sources: [hotels ?? ''], mapping: INTENTS })).toEqual([
      ['contradiction', 3],
      ['duplicate', 8],
      ['folded-duplicate', 2],
    ]);
  });

  it.runIf(clinc !== undefined)('nor of CLINC150, whose splits leak five texts', async () => {
    const split = { field: '@key', names: { oos_train: 'train', oos_val: 'validation', oos_test: 'test' } } as const;
    const mapping = { text: '0', labels: { intent: { field: '1' } }, split };
    expect(await countsOf({ sources: [clinc ?? ''], mapping })).toEqual([
      ['split-leak', 5],
      ['contradiction', 4],
      ['folded-contradiction', 1],
      ['duplicate', 1],
      ['folded-leak', 33],
      ['label-drift', 1],
      ['folded-duplicate', 60],
      ['split-certificate', 1],
    ]);
  });
});
