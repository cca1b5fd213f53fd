import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorLine, MAPPING, TICKETS, withCase } from './support.js';

describe.concurrent('forecast', () => {
  it('says what a job on the training files comes to', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async ({ run }) => {
      await run(['prepare', 'tickets.csv', ...MAPPING, '--quiet']);
      const text = await run(['forecast', 'out', '--steps', '10']);
      expect(text).toMatchObject({ code: 0, err: '' });
      expect(text.out).toMatch(/^training +48 examples, 1 target, /);
      expect(text.out).toMatch(/^train tokens +655,360 in 10 steps$/m);
      expect(text.out).toMatch(/^cost +0\.33 EUR, at least 4 USD; /m);
      expect(text.out).toContain('has retired training');
      expect(await run(['forecast', 'out', '--quiet'])).toMatchObject({ code: 0, out: '', err: '' });

      const json = JSON.parse((await run(['forecast', 'out', '--json'])).out);
      expect(json).toMatchObject({ examples: 48, counted: 48, targets: 1, trainingSteps: 100, costEur: 3.28 });
      const known = JSON.parse((await run(['forecast', 'out', '--json', '--overhead', '18'])).out);
      const tokens: number = known.dataTokens.expected;
      expect(known.dataTokens).toEqual({ low: tokens, expected: tokens, high: tokens });
      expect(json.dataTokens).toEqual({ low: tokens - 96, expected: tokens, high: tokens + 96 });
    });
  });

  it('counts a sample that the seed of the manifest chooses, and bounds what it can not know', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async ({ run }) => {
      await run(['prepare', 'tickets.csv', ...MAPPING, '--quiet']);
      const all = JSON.parse((await run(['forecast', 'out', '--json', '--overhead', '0'])).out);
      const args = ['forecast', 'out', '--json', '--overhead', '0', '--sample', '20'];
      const first = await run(args);
      expect((await run(args)).out).toBe(first.out);
      const { counted, dataTokens } = JSON.parse(first.out);
      expect(counted).toBe(20);
      expect(dataTokens.low).toBeLessThan(dataTokens.high);
      expect(Math.abs(dataTokens.expected / all.dataTokens.expected - 1)).toBeLessThan(0.1);
      expect((await run(['forecast', 'out', '--sample', '20'])).out).toContain('counted       a sample of 20 examples\n');
    });
  });

  it('counts every message of a chat', async () => {
    const chats = Array.from({ length: 20 }, (_, at) => ({
      chat: [
        { role: 'user', content: `hello ${at}` },
        { role: 'assistant', content: 'yes?' },
      ],
      queue: at % 2 === 0 ? 'a' : 'b',
    }));
    await withCase({ 'chats.json': JSON.stringify(chats) }, async ({ run }) => {
      await run(['prepare', 'chats.json', '--messages', 'chat', '--label', 'queue=queue', '--split', '100/0/0', '--quiet']);
      const { dataTokens } = JSON.parse((await run(['forecast', 'out', '--json', '--overhead', '0'])).out);
      // "hello", a space and one or two digits: 3 tokens and 10 more; "yes" and "?": 2; a message more: 2, give or take 2
      const texts = 20 * 3 + 10 + 20 * 2;
      expect(dataTokens).toEqual({ low: texts, expected: texts + 40, high: texts + 80 });
    });
  });

  it('refuses options that make no job, and files that are not what their manifest says', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async ({ run, folder }) => {
      await run(['prepare', 'tickets.csv', ...MAPPING, '--quiet']);
      for (const [args, message] of [
        [['--steps', '0'], 'training steps must be a whole number from 1, not 0'],
        [['--steps', '5', '--epochs', '2'], 'training steps and epochs can not both be given: one follows from the other'],
        [['--sample', '1'], 'the sample must be a whole number from 2, not 1'],
      ] as const) {
        expect(await run(['forecast', 'out', ...args])).toMatchObject({ code: 2, out: '', err: errorLine('USAGE', message) });
      }
      expect(await run(['forecast', 'out', '--steps', 'many'])).toMatchObject({ code: 2, out: '' });
      await appendFile(join(folder, 'out/train.jsonl'), '{"text":"one more","labels":{"queue":"refund"}}\n');
      expect(await run(['forecast', 'out'])).toMatchObject({
        code: 1,
        err: errorLine(
          'OUTPUT_CORRUPT',
          'the training files of out have 49 lines, its manifest says 48: see labelmill verify out',
        ),
      });
      expect(await run(['forecast', 'nowhere'])).toMatchObject({ code: 2 });
    });
  });
});
