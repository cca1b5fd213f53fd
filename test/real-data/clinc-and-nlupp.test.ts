import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepare, verify } from '../../src/index.js';
import { failureOf, withFolder } from '../pipeline/support.js';
import { realData } from './support.js';

const clinc = realData('clinc150/data_full.json');
const banking = realData('nlupp/banking');
const abcd = realData('abcd-sample/abcd_sample.json');

describe.runIf(clinc !== undefined)('CLINC150', () => {
  it('is read from its nested object, the split taken from the key', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      const { manifest } = await prepare({
        sources: [clinc ?? ''],
        mapping: {
          text: '0',
          labels: { intent: { field: '1' } },
          split: { field: '@key', names: { oos_train: 'train', oos_val: 'validation', oos_test: 'test' } },
        },
        out,
      });
      const { account } = manifest;
      expect(account.rowsRead).toBe(23_700);
      expect(account.rejected).toEqual({});
      expect(new Set(manifest.classes.map((row) => row.class)).size).toBe(151);
      const lines = Object.fromEntries(manifest.files.map((file) => [file.split, file.lines]));
      const leaks = account.leftOut['split-leak'] ?? 0;
      expect(account.written + leaks).toBe(23_700);
      expect(lines['test']).toBe(5500);
      expect(lines['validation']).toBeLessThanOrEqual(3100);
      expect(lines['train']).toBeLessThanOrEqual(15_100);
      expect((await verify(out)).ok).toBe(true);
    }));
});

describe.runIf(banking !== undefined)('NLU++ banking, 20 files as one list', () => {
  const mapping = (none?: string) => ({
    text: 'text',
    labels: { intents: { field: 'intents', kind: 'multi' as const, ...(none === undefined ? {} : { none }) } },
  });

  it('rejects and counts the rows without labels', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      const rows: { intents?: string[] }[] = [];
      for (let fold = 0; fold < 20; fold++)
        rows.push(...JSON.parse(await readFile(join(banking ?? '', `fold${fold}.json`), 'utf8')));
      const without = rows.filter((row) => (row.intents ?? []).length === 0).length;
      const refused = await failureOf(prepare({ sources: [banking ?? ''], mapping: mapping(), out }));
      expect(refused.code).toBe('TOO_MANY_REJECTS');
      const { manifest } = await prepare({ sources: [banking ?? ''], mapping: mapping(), out, maxRejects: '10%' });
      expect(manifest.sources).toHaveLength(20);
      expect(manifest.account.rowsRead).toBe(2071);
      expect(Object.values(manifest.account.rejected).reduce((sum, count) => sum + count, 0)).toBe(without);
      expect(manifest.account.written).toBe(2071 - without);
      expect((await verify(out)).ok).toBe(true);
    }));

  it('maps them to a class where the mapping names one', () =>
    withFolder(async (folder) => {
      const { manifest } = await prepare({ sources: [banking ?? ''], mapping: mapping('no_intent'), out: join(folder, 'out') });
      expect(manifest.account.written).toBe(2071);
      expect(manifest.classes.find((row) => row.class === 'no_intent')?.read).toBeGreaterThan(0);
    }));
});

describe.runIf(abcd !== undefined)('ABCD dialogues', () => {
  it('become chats with the roles renamed and the action lines left out', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      await prepare({
        sources: [abcd ?? ''],
        mapping: {
          messages: { field: 'original', roles: { agent: 'assistant', customer: 'user', action: null } },
          labels: { flow: { field: 'scenario.flow' } },
        },
        split: { ratios: '100/0/0' },
        allowSingleClass: true,
        out,
      });
      const lines = (await readFile(join(out, 'train.jsonl'), 'utf8')).trimEnd().split('\n');
      expect(lines).toHaveLength(3);
      for (const line of lines) {
        const { messages } = JSON.parse(line);
        expect(messages.length).toBeGreaterThan(5);
        for (const message of messages) expect(['assistant', 'user']).toContain(message.role);
      }
    }));
});
