import { describe, expect, it } from 'vitest';
import { prepareRows, failureOf } from '../pipeline/support.js';

const ROWS = [
  { text: 'one', intent: 'a', mail: 'x@example.com', lang: 'en' },
  { text: 'two', intent: 'b', mail: 'y@example.com', lang: 'en' },
  { text: '', intent: 'b', mail: 'z@example.com', lang: 'en' },
  { text: 'drei', intent: 'b', mail: 'w@example.com', lang: 'de' },
];

describe('selected fields', () => {
  it('are all that the mapping and the rejects see, while the filter sees every field', async () => {
    const { train, rejects, result } = await prepareRows(ROWS, {
      where: 'lang == "en"',
      select: ['text', 'intent'],
      maxRejects: 1,
      split: { ratios: '100/0/0' },
    });
    expect(train.map((line) => line.text).sort()).toEqual(['one', 'two']);
    expect(result.account.leftOut).toEqual({ filtered: 1 });
    expect(rejects).toMatchObject([{ code: 'text-empty', raw: '{"text":"","intent":"b"}' }]);
  });

  it('leave nothing else to map', async () => {
    const error = await failureOf(prepareRows(ROWS, { select: ['text'] }));
    expect(error.code).toBe('TOO_MANY_REJECTS');
    expect(error.message).toContain('label-missing');
  });

  it('go by their new names where fields are renamed', async () => {
    const { train } = await prepareRows(
      ROWS.slice(0, 2).map(({ text, ...row }) => ({ ...row, say: text })),
      { rename: { say: 'text' }, select: ['text', 'intent'], split: { ratios: '100/0/0' } },
    );
    expect(train).toHaveLength(2);
  });
});
