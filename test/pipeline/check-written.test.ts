import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepare, type PrepareOptions, type PrepareResult } from '../../src/index.js';
import { cleanRows, type Row } from '../check/examples.js';
import { withFolder } from './support.js';

const CLEAN = cleanRows(400);
const FAULTY: readonly Row[] = [
  ...CLEAN.slice(0, 396),
  { text: 'write to anna.schmidt@example.com about the lamp', label: 'billing' },
  { text: 'i paid with 4111 1111 1111 1111 last week', label: 'billing' },
  { text: 'the caf\ufffd around the corner', label: 'delivery' },
  { text: 'the jacket came yesterday', label: 'Delivery' },
];

async function prepared(out: string, rows: readonly Row[], options: Partial<PrepareOptions> = {}): Promise<PrepareResult> {
  return prepare({
    sources: [{ rows, name: 'rows' }],
    mapping: { text: 'text', labels: { topic: { field: 'label' } } },
    out,
    ...options,
  });
}

describe('what prepare finds in what it writes', () => {
  it('is nothing in clean rows', () =>
    withFolder(async (folder) => {
      expect((await prepared(join(folder, 'out'), CLEAN)).issues).toEqual([]);
    }));

  it('is each fault, at its line of its file, errors first; and the files are published all the same', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      const { issues, manifest } = await prepared(out, FAULTY);
      const own = ['class-missing-from-split', 'class-without-train'];
      const codes = issues.map(({ code }) => code).filter((code) => !own.includes(code));
      expect(codes).toEqual([
        'card-number',
        'class-small',
        'class-imbalance',
        'class-look-alike',
        'replacement-character',
        'e-mail',
      ]);
      expect(manifest.issues).toEqual(issues);
      for (const code of ['card-number', 'replacement-character', 'e-mail']) {
        const issue = issues.find((one) => one.code === code);
        const [place] = issue?.places ?? [];
        const lines = (await readFile(join(out, place?.source ?? ''), 'utf8')).split('\n');
        expect(lines[(place?.line ?? 0) - 1]).toMatch(/4111|caf|anna/);
        expect(issue?.advice).toBeTypeOf('string');
        expect(JSON.stringify(issue)).not.toMatch(/anna|4111/);
      }
    }));

  it('obeys the severities and thresholds of the config, also for what the run tells by itself', () =>
    withFolder(async (folder) => {
      const rows = [...CLEAN, ...CLEAN.slice(0, 2), { text: 'mail a@example.com', label: 'billing' }];
      const of = async (checks: NonNullable<PrepareOptions['checks']>): Promise<readonly (readonly [string, string])[]> => {
        const { issues } = await prepared(join(folder, 'out'), rows, { checks });
        return issues.map(({ code, severity }) => [code, severity] as const);
      };
      expect(await of({})).toEqual([
        ['duplicate', 'warn'],
        ['e-mail', 'warn'],
      ]);
      expect(await of({ 'e-mail': 'error', duplicate: { max: 2 } })).toEqual([['e-mail', 'error']]);
      expect(await of({ 'e-mail': { max: 1 }, duplicate: 'info' })).toEqual([['duplicate', 'info']]);
      expect(await of({ 'e-mail': 'off', duplicate: 'off' })).toEqual([]);
    }));

  it('is told of a sample where there are more lines, and of the head where they are not shuffled', () =>
    withFolder(async (folder) => {
      const rows = Array.from({ length: 7500 }, (_, at) => ({
        text: `${at.toString(36)} ${CLEAN[at % 400]?.text ?? ''}${at % 10 === 0 ? ' a@example.com' : ''}`,
        label: at % 2 === 0 ? 'delivery' : 'billing',
      }));
      const split = { ratios: { train: 1, validation: 0, test: 0 } };
      const messageOf = async (order: 'shuffled' | 'source'): Promise<string> => {
        const { issues } = await prepared(join(folder, 'out'), rows, { split, order });
        return issues.find(({ code }) => code === 'e-mail')?.message ?? '';
      };
      expect(await messageOf('shuffled')).toMatch(/of 3000 \(in a sample of 3000 of 7500 lines\)$/);
      expect(await messageOf('source')).toBe('texts with an e-mail address: 300 of 3000 (in the first 3000 of 7500 lines)');
    }));
});
