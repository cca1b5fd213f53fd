import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forecast, prepare } from '../../src/index.js';
import { realData } from './support.js';

describe('the published intent job, prepared from MASSIVE', () => {
  it('has its 137,274 data tokens within the bounds of the forecast, and within 1 % of what is expected', async () => {
    const path = realData('massive-en/train.jsonl');
    if (path === undefined) return;
    const folder = await mkdtemp(join(tmpdir(), 'labelmill-forecast-'));
    try {
      const out = join(folder, 'out');
      const mapping = { text: 'text', labels: { intent: { field: 'label_text' } } };
      await prepare({ sources: [path], mapping, balance: { min: 200, max: 600 }, out });
      const { examples, dataTokens, trainTokens, costEur } = await forecast(out, { trainingSteps: 100 });
      expect({ examples, trainTokens, costEur }).toEqual({ examples: 5313, trainTokens: 6_553_600, costEur: 3.28 });
      expect(dataTokens.low).toBeLessThan(137_274);
      expect(dataTokens.high).toBeGreaterThan(137_274);
      expect(Math.abs(dataTokens.expected / 137_274 - 1)).toBeLessThan(0.01);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
