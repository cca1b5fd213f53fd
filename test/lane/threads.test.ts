import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../src/index.js';
import { withFolder } from '../pipeline/support.js';
import { digestRun, scanOf } from './support.js';
import { table } from './tables.js';

const MAPPING = { text: 'text', labels: { intent: { field: 'label' } } };

/** Rows of all kinds: quoted, with line feeds inside, broken, repeated, with labels that come late. */
function row(number: number): string {
  const label = number % 5003 === 5002 ? `late ${number}` : `class ${number % 7}`;
  if (number % 97 === 0) return `${number},"a text with ""quotes""\nand, a second line ${number}",${label}\n`;
  if (number % 1013 === 0) return `${number},ragged\n`;
  if (number % 211 === 0) return `${number},the same text again,${label}\r\n`;
  if (number % 307 === 0) return `${number},   ,${label}\n`;
  return `${number},some text of an ordinary length with é and 東京 in it ${number},${label}\n`;
}

function bigTable(bytes: number): Buffer {
  const pieces = ['id,text,label\n'];
  for (let number = 1, size = 0; size < bytes; number++) size += pieces[pieces.push(row(number)) - 1]!.length;
  return Buffer.from(pieces.join(''));
}

describe('threads', () => {
  it('give the entries, rejects, places and digest of one thread and of the row lane', async () => {
    const bytes = bigTable(400_000);
    for (const blockBytes of [4096, 10_000, 65_536]) {
      const expected = await scanOf(bytes, { lane: 'rows', mapping: MAPPING, blockBytes });
      for (const threads of [1, 2, 4]) {
        expect(await scanOf(bytes, { lane: 'auto', mapping: MAPPING, blockBytes, threads })).toEqual(expected);
      }
    }
  }, 60_000);

  it('give them for lines of JSON too, with texts and with messages', async () => {
    const lines: string[] = [];
    for (let number = 0, size = 0; size < 300_000; number++) {
      const text = number % 5 === 0 ? 'a \\"quoted\\" text \\u00e9' : `some text ${number}`;
      const labels = number % 3 === 0 ? '["a", "b"]' : `"class ${number % 7}"`;
      const odd =
        number % 997 === 0
          ? '{broken'
          : `{"text": "${text}", "chat": [{"role": "user", "content": "${text}"}], "label": ${labels}}`;
      size += lines[lines.push(odd) - 1]!.length;
    }
    const bytes = Buffer.from(lines.join('\n'));
    const labels = { intent: { field: 'label', kind: 'multi' } } as const;
    for (const mapping of [
      { text: 'text', labels },
      { messages: 'chat', labels },
    ]) {
      const options = { mapping, name: 'data.jsonl', blockBytes: 8192 } as const;
      const expected = await scanOf(bytes, { ...options, lane: 'rows' });
      for (const threads of [1, 3]) expect(await scanOf(bytes, { ...options, lane: 'auto', threads })).toEqual(expected);
    }
  }, 60_000);

  it('are right about rows they guessed wrong, whatever the table', async () => {
    const parts = fc.array(table(200), { minLength: 3, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(parts, fc.constantFrom(1000, 4096), async (tables, blockBytes) => {
        const once = Buffer.concat(tables.map(({ bytes }) => bytes));
        const bytes = Buffer.concat(Array.from({ length: Math.ceil(150_000 / Math.max(1, once.length)) }, () => once));
        const expected = await scanOf(bytes, { lane: 'auto', mapping: MAPPING, blockBytes, threads: 1 });
        expect(await scanOf(bytes, { lane: 'auto', mapping: MAPPING, blockBytes, threads: 3 })).toEqual(expected);
      }),
      { numRuns: 15, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
  }, 90_000);

  it('write the same bytes, rejects and account, one as four', async () => {
    await withFolder(async (folder) => {
      // large enough for threads to start
      await writeFile(join(folder, 'data.csv'), bigTable(52_000_000));
      const digests = new Set<string>();
      for (const threads of [1, 2, 4]) {
        const out = join(folder, `out-${threads}`);
        const rejects = join(folder, 'rejects.jsonl');
        await prepare({
          baseDirectory: folder,
          sources: ['data.csv'],
          mapping: MAPPING,
          balance: { min: 3, max: 20_000 },
          duplicates: 'keep-one',
          maxRejects: '100%',
          rejects,
          leftOut: false,
          threads,
          out,
        });
        digests.add(await digestRun(out, rejects));
      }
      expect(digests.size).toBe(1);
    });
  }, 120_000);
});
