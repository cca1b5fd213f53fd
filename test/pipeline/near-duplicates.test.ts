import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.js';
import { similarity, similarPairs } from '../cluster/brute-force.js';
import { failureOf, prepareRows, type Prepared } from './support.js';

interface Row {
  readonly text: string;
  readonly intent: string;
  readonly customer: string;
}

/** Texts of few words, a third of them small edits of another one. */
function makeRows(count: number, seed: number): readonly Row[] {
  const random = createRandom(seed, 'near');
  const letters = (length: number): string => Array.from({ length }, () => String.fromCharCode(97 + random.below(26))).join('');
  const words = Array.from({ length: 200 }, () => letters(3 + random.below(6)));
  const rows: Row[] = [];
  while (rows.length < count) {
    const old = rows[random.below(Math.max(1, rows.length))]?.text ?? '';
    const at = random.below(old.length + 1);
    const edited = random.below(3) === 0 && old !== '';
    const text = edited
      ? `${old.slice(0, at)}${letters(1 + random.below(2))}${old.slice(at + random.below(2))}`
      : Array.from({ length: 5 + random.below(6) }, () => words[random.below(200)]).join(' ');
    rows.push({ text, intent: `class ${random.below(4)}`, customer: `customer ${random.below(count)}` });
  }
  return rows;
}

/** Pairs of texts at or above a threshold that are in different splits. */
function crossing(prepared: Prepared, threshold: number): readonly (readonly [number, number])[] {
  const placed = [prepared.train, prepared.validation, prepared.test].flatMap((lines, split) =>
    lines.map(({ text = '' }) => ({ text, split })),
  );
  const texts = placed.map(({ text }) => text);
  return similarPairs(texts, threshold).filter(([a, b]) => placed[a]?.split !== placed[b]?.split);
}

describe('near duplicates in a run', () => {
  it('are never in two splits where they are grouped, among 2,000 texts of which every pair is compared', async () => {
    const rows = makeRows(2000, 1);
    const grouped = await prepareRows(rows, { nearDuplicates: 'group' });
    expect(crossing(grouped, 0.8)).toEqual([]);
    expect(crossing(await prepareRows(rows.slice(0, 500)), 0.8)).not.toEqual([]);
    expect([grouped.train.length, grouped.validation.length, grouped.test.length]).toEqual([1600, 200, 200]);
    expect(grouped.result.issues.map(({ code }) => code)).not.toContain('near-duplicate');
  }, 60_000);

  it('give the same bytes whatever the order of the rows', async () => {
    const rows = makeRows(400, 2);
    const { bytes } = await prepareRows(rows, { nearDuplicates: 'group' });
    expect((await prepareRows(rows.toReversed(), { nearDuplicates: 'group' })).bytes).toEqual(bytes);
  });

  it('are kept together by the threshold that is asked for', async () => {
    const rows = makeRows(300, 3);
    expect(crossing(await prepareRows(rows, { nearDuplicates: 'group', nearDuplicateThreshold: 0.6 }), 0.6)).toEqual([]);
    expect(crossing(await prepareRows(rows, { nearDuplicates: 'group', nearDuplicateThreshold: 1 }), 0.6)).not.toEqual([]);
  });

  it('join the groups of the mapping, which stay whole as well', async () => {
    const rows = makeRows(600, 4);
    const mapping = { text: 'text', labels: { intent: { field: 'intent' } }, group: 'customer' };
    const prepared = await prepareRows(rows, { mapping, nearDuplicates: 'group' });
    expect(crossing(prepared, 0.8)).toEqual([]);
    const customerOf = new Map(rows.map(({ text, customer }) => [text, customer]));
    const splits = new Map<string, Set<number>>();
    [prepared.train, prepared.validation, prepared.test].forEach((lines, split) => {
      for (const { text = '' } of lines) {
        const customer = customerOf.get(text) ?? '';
        splits.set(customer, (splits.get(customer) ?? new Set()).add(split));
      }
    });
    expect([...splits.values()].filter((found) => found.size > 1)).toEqual([]);
  });

  it('are reported with the places of the closest pairs, and change nothing, where they are warned of', async () => {
    const rows = makeRows(500, 5);
    const warned = await prepareRows(rows, { nearDuplicates: 'warn' });
    expect(warned.bytes).toEqual((await prepareRows(rows)).bytes);
    const issue = warned.result.issues.find(({ code }) => code === 'near-duplicate');
    expect(issue?.count).toBeGreaterThan(0);
    expect(issue?.places).toHaveLength(20);
    for (let at = 0; at < 20; at += 2) {
      const [a, b] = [issue?.places[at], issue?.places[at + 1]].map((place) => rows[(place?.row ?? 0) - 1]?.text ?? '');
      expect(similarity(a ?? '', b ?? '')).toBeGreaterThanOrEqual(0.8);
    }
  });

  it('are found between splits that are given, and can not be grouped there', async () => {
    const mapping = { text: 'text', labels: { intent: { field: 'intent' } }, split: { field: 'part' } };
    const rows = [
      { text: 'please close the account of my mother', intent: 'a', part: 'train' },
      { text: 'Please close the account of my mothers', intent: 'a', part: 'test' },
      { text: 'something else altogether', intent: 'b', part: 'train' },
    ];
    const { result } = await prepareRows(rows, { mapping, nearDuplicates: 'warn' });
    const issue = result.issues.find(({ code }) => code === 'near-duplicate');
    expect([issue?.count, issue?.places.map(({ row }) => row).sort()]).toEqual([1, [1, 2]]);
    const error = await failureOf(prepareRows(rows, { mapping, nearDuplicates: 'group' }));
    expect([error.code, error.message]).toEqual(['CONFIG_INVALID', expect.stringContaining('"warn"')]);
  });

  it('are looked for in the contents of messages as well', async () => {
    const chat = (content: string): object => ({ messages: [{ role: 'user', content }], intent: 'a' });
    const rows = ['where is the parcel I ordered', 'where is the parcel I ordered?', 'good morning to you all'].map(chat);
    const { train, validation, test } = await prepareRows(rows, {
      mapping: { messages: 'messages', labels: { intent: { field: 'intent' } } },
      nearDuplicates: 'group',
      split: { ratios: '34/33/33' },
      allowSingleClass: true,
    });
    const splits = [train, validation, test].filter((lines) =>
      lines.some(({ messages }) => messages?.[0]?.content.startsWith('where') === true),
    );
    expect(splits).toHaveLength(1);
  });

  it('are not looked for where nothing is said of them', async () => {
    const { result } = await prepareRows(makeRows(300, 6));
    expect(result.issues.map(({ code }) => code)).not.toContain('near-duplicate');
  });
});
