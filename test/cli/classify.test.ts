import { describe, expect, it } from 'vitest';
import { TEST } from '../mistral/notebook.js';
import { errorLine, type Files } from './support.js';
import { trainModel, withService } from './service-support.js';

const MANY = Array.from({ length: 95 }, (_, at) => ({ text: `text ${at} \u2028`, labels: { intent: 'x' } }));
const CHAT = { messages: [{ role: 'user', content: 'play jazz' }] };
const FILES: Files = {
  'test.jsonl': TEST,
  'many.jsonl': [...MANY, CHAT].map((line) => `${JSON.stringify(line)}\n`).join(''),
  'notes.txt': 'not ours, and without a line end',
};

/** The lines of a file of predictions. */
function linesOf(text: string): readonly any[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe.concurrent('classify', () => {
  it('tells the classes of texts from arguments and standard input', async () => {
    await withService(FILES, {}, async (given) => {
      const { run } = given;
      const model = await trainModel(given);
      const asked = await run(['classify', '--model', model, 'weather tomorrow', 'play jazz\u001b[2J']);
      expect(asked).toMatchObject({ code: 0, err: '' });
      expect(asked.out).toMatch(
        /^weather tomorrow  intent: weather_query 0\.\d{3}\nplay jazz\\x1b\[2J  intent: play_music 0\.\d{3}\n$/,
      );
      const piped = await run(['classify', '--model', model, '--threshold', '0.2'], { stdin: 'weather jazz\r\n\nzzz\n' });
      expect(piped.out).toMatch(/^weather jazz  intent: play_music 0\.4\d\d, weather_query 0\.4\d\d\nzzz  intent: .*, .*, .*\n$/);
      const [line] = JSON.parse((await run(['classify', '--model', model, '--json', 'play jazz'])).out);
      expect(line).toMatchObject({ text: 'play jazz', classes: { intent: 'play_music' }, model });
    });
  });

  it('predicts a split in the order of its lines, as evaluate reads it', async () => {
    await withService(FILES, {}, async (given) => {
      const { run, read } = given;
      const model = await trainModel(given);
      const done = await run(['classify', '--model', model, '--file', 'test.jsonl', '--out', 'said.jsonl']);
      expect(done).toMatchObject({ code: 0, out: '3 predictions added, 0 were there\n', err: '' });
      const evaluated = await run(['evaluate', 'test.jsonl', '--predictions', 'said.jsonl', '--replicas', '0', '--json']);
      expect(JSON.parse(evaluated.out).targets[0]).toMatchObject({ target: 'intent', accuracy: 1 });
      const { out } = await run(['classify', '--model', model, '--file', '-'], { stdin: TEST });
      expect(out).toBe(await read('said.jsonl'));
    });
  });

  it('is done by evaluate itself where a model is named, for those lines that are not answered yet', async () => {
    await withService(FILES, {}, async (given) => {
      const { run, read, server } = given;
      const model = await trainModel(given);
      const judge = ['evaluate', 'test.jsonl', '--predictions', 'said.jsonl', '--model', model, '--replicas', '0', '--json'];
      expect(JSON.parse((await run(judge)).out).targets[0]).toMatchObject({ target: 'intent', accuracy: 1 });
      expect(linesOf(await read('said.jsonl'))).toHaveLength(3);
      const asked = server.requests.length;
      expect(await run(judge)).toMatchObject({ code: 0, err: '' });
      expect(server.requests).toHaveLength(asked);
      expect(await run([...judge, '--model', 'another'])).toMatchObject({ code: 1 });
      const useless = ['evaluate', 'test.jsonl', '--predictions', 'said.jsonl', '--server', server.url];
      const message = '--server needs --model: nothing else is asked of the service';
      expect(await run(useless)).toMatchObject({ code: 2, err: errorLine('USAGE', message) });
    });
  });

  it('asks in batches, texts and chats apart, and answers in order whatever the speed', async () => {
    const guess = (text: string) => ({ t: { [text]: 1 } });
    await withService(FILES, { guess }, async (given) => {
      const { run, server } = given;
      const model = await trainModel(given);
      server.plan(
        { kind: 'slow', everyMs: 0, on: 'POST /v1/classifications' },
        { kind: 'answer', answer: { status: 429, headers: { 'retry-after': '0' } }, on: 'POST /v1/classifications' },
        { kind: 'truncated', bytes: 40, on: 'POST /v1/classifications' },
      );
      const before = server.requests.length;
      const { out } = await run(['classify', '--model', model, '--file', 'many.jsonl', '--batch', '20', '--concurrency', '3']);
      expect(linesOf(out).map(({ classes }) => classes.t)).toEqual([...MANY.map(({ text }) => text), 'play jazz']);
      expect(linesOf(out).at(-1)).toMatchObject(CHAT);
      expect(out).not.toContain('\u2028');
      const sizes = server.requests.slice(before).map(({ body }) => JSON.parse(String(body)).input.length);
      expect([...sizes].sort((a, b) => a - b)).toEqual([1, 15, 20, 20, 20, 20, 20, 20]);
    });
  });

  it('goes on where it was stopped, and asks nothing twice', async () => {
    await withService(FILES, { guess: (text) => ({ t: { [text]: 1 } }) }, async (given) => {
      const { run, server, read } = given;
      const model = await trainModel(given);
      const on = 'POST /v1/classifications';
      const args = [
        'classify',
        '--model',
        model,
        '--file',
        'many.jsonl',
        '--batch',
        '10',
        '--concurrency',
        '1',
        '--out',
        'said.jsonl',
      ];
      const none = { kind: 'none', on } as const;
      server.plan(none, none, none, none, { kind: 'answer', answer: { status: 422, json: { detail: 'no' } }, on });
      expect(await run(args)).toMatchObject({ code: 6 });
      const stopped = await read('said.jsonl');
      expect(linesOf(stopped)).toHaveLength(40);
      const { writeFile } = await import('node:fs/promises');
      await writeFile(`${given.folder}/said.jsonl`, stopped.slice(0, -9)); // as a kill leaves it
      const before = server.requests.length;
      expect((await run(args)).out).toBe('57 predictions added, 39 were there\n');
      const asked = server.requests.slice(before).flatMap(({ body }) => JSON.parse(String(body)).input);
      expect(asked).toHaveLength(57);
      expect(linesOf(await read('said.jsonl')).map(({ classes }) => classes.t)).toEqual([
        ...MANY.map(({ text }) => text),
        'play jazz',
      ]);
      expect((await run(args)).out).toBe('0 predictions added, 96 were there\n');

      for (const [changes, code, message] of [
        [['--model', 'other'], 1, `said.jsonl:1: it is of the model \\"${model}\\"; name another file`],
        [['--file', 'test.jsonl'], 1, 'said.jsonl:1: it is about another input than the one in its place; name another file'],
        [['--out', 'notes.txt'], 4, 'notes.txt holds something else than predictions; name another file'],
      ] as const) {
        const failed = await run([...args, ...changes]);
        expect(failed.code).toBe(code);
        expect(failed.err).toContain(message.replaceAll('\\"', '"'));
      }
      expect(await read('notes.txt')).toBe(FILES['notes.txt']);
    });
  });

  it('refuses what does not fit', async () => {
    const files = {
      ...FILES,
      'bad.jsonl': '{"text":"a","messages":[]}\n',
      'role.jsonl': '{"messages":[{"role":"x","content":"a"}]}\n',
    };
    await withService(files, {}, async ({ run }) => {
      for (const [args, code, message] of [
        [
          ['a', '--file', 'test.jsonl'],
          'USAGE',
          'texts and --file can not both be given: put the texts into the file, or ask twice',
        ],
        [['a', '--out', 'x'], 'USAGE', '--out needs --file: the inputs it answers'],
        [['a', '--threshold', '2'], 'USAGE', 'the threshold must be from 0 to 1, not 2'],
        [['a', '--batch', '0'], 'USAGE', 'the batch must be a whole number from 1, not 0'],
        [['--file', 'bad.jsonl'], 'SOURCE_MALFORMED', 'bad.jsonl:1: it must have a text, or a list of messages: {"text": "…"}'],
        [
          ['--file', 'role.jsonl'],
          'SOURCE_MALFORMED',
          'role.jsonl:1: a message must have a role (system, user, assistant, tool) and a content',
        ],
      ] as const)
        expect(await run(['classify', '--model', 'm', ...args])).toMatchObject({ out: '', err: errorLine(code, message) });
      const unknown = await run(['classify', '--model', 'm', 'a']);
      expect(unknown.code).toBe(6);
      expect(unknown.err).toContain(
        'has no such thing (404): The model m does not exist; see the models with labelmill model list',
      );
    });
  });
});
