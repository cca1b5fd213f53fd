import { describe, expect, it } from 'vitest';
import { errorLine, withCase, type Files } from './support.js';

interface Line {
  readonly labels: Readonly<Record<string, string | readonly string[]>>;
  readonly predictions: Readonly<Record<string, unknown>>;
}

/** A split and the predictions for it, one line each. */
function files(split: string, predictions: string, lines: readonly Line[]): Files {
  const write = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
  return {
    [split]: write(lines.map(({ labels }, at) => ({ text: `text ${at}`, labels }))),
    [predictions]: write(lines.map(({ predictions: said }, at) => ({ text: `text ${at}`, predictions: said }))),
  };
}

function scores(values: Readonly<Record<string, number>>): { readonly scores: Readonly<Record<string, number>> } {
  return { scores: values };
}

const TEST: readonly Line[] = [
  { labels: { queue: 'a', tags: ['x'] }, predictions: { queue: scores({ a: 0.9, b: 0.1 }), tags: scores({ x: 0.6, y: 0.4 }) } },
  { labels: { queue: 'b', tags: ['y'] }, predictions: { queue: scores({ a: 0.7, b: 0.3 }), tags: scores({ x: 0.2, y: 0.8 }) } },
  { labels: { queue: 'b', tags: ['x', 'y'] }, predictions: { queue: 'b', tags: scores({ x: 0.7, y: 0.3 }) } },
];
const SPLIT = files('test.jsonl', 'predicted.jsonl', TEST);
const JUDGE = ['evaluate', 'test.jsonl', '--predictions', 'predicted.jsonl'] as const;

describe.concurrent('evaluate', () => {
  it('says how good predictions are, for people and as JSON', async () => {
    await withCase(SPLIT, async ({ run }) => {
      const text = await run([...JUDGE, '--replicas', '0']);
      expect(text).toMatchObject({ code: 0, err: '' });
      expect(text.out).toBe(`queue: 3 examples, 2 classes
  accuracy     0.667
  macro F1     0.667
  weighted F1  0.667
  calibration error 0.400

  class  examples  predicted  precision  recall     F1
  a             1          2      0.500   1.000  0.667
  b             2          1      1.000   0.500  0.667

  most often taken for another
  1  b → a

tags: 3 examples, 2 classes
  exact match  0.667
  Jaccard      0.833
  micro F1     0.857
  macro F1     0.833
  weighted F1  0.833
  calibration error 0.367
  a class is predicted above a score of 0.5, the default; a validation split tunes it

  class  examples  predicted  precision  recall     F1
  x             2          2      1.000   1.000  1.000
  y             2          1      1.000   0.500  0.667
`);
      const json = await run([...JUDGE, '--json']);
      const { examples, targets } = JSON.parse(json.out);
      expect({ examples, targets }).toMatchObject({
        examples: 3,
        targets: [
          { target: 'queue', kind: 'single', accuracy: 2 / 3, confusion: [{}, { actual: 'b', predicted: 'a', count: 1 }, {}] },
          { target: 'tags', kind: 'multi', threshold: 0.5, jaccard: 2.5 / 3 },
        ],
      });
      expect(targets[0].bounds.accuracy).toEqual({ low: 0, high: 1 });
      expect((await run([...JUDGE, '--json'])).out).toBe(json.out);
      expect(await run([...JUDGE, '--quiet'])).toMatchObject({ code: 0, out: '', err: '' });
    });
  });

  it('tunes the threshold of a list on the validation split', async () => {
    const validation = files('validation.jsonl', 'validation-predicted.jsonl', [
      { labels: { queue: 'a', tags: ['x'] }, predictions: { queue: 'a', tags: scores({ x: 0.75, y: 0.25 }) } },
      { labels: { queue: 'a', tags: ['x', 'y'] }, predictions: { queue: 'a', tags: scores({ x: 0.71, y: 0.29 }) } },
    ]);
    await withCase({ ...SPLIT, ...validation }, async ({ run }) => {
      const tuned = ['--validation', 'validation.jsonl', '--validation-predictions', 'validation-predicted.jsonl'];
      const { targets } = JSON.parse((await run([...JUDGE, ...tuned, '--json', '--replicas', '0'])).out);
      expect(targets[1]).toMatchObject({ threshold: 0.25, thresholdFrom: 'validation', jaccard: 2.5 / 3 });
      expect(targets[1].classes.map(({ predicted }: { predicted: number }) => predicted)).toEqual([2, 3]);

      expect(await run([...JUDGE, '--validation', 'validation.jsonl'])).toMatchObject({
        code: 2,
        err: errorLine('USAGE', '--validation and --validation-predictions go together: name both, or neither'),
      });
      expect(await run([...JUDGE, '--validation', './test.jsonl', '--validation-predictions', 'predicted.jsonl'])).toMatchObject({
        code: 2,
        err: errorLine(
          'USAGE',
          './test.jsonl is the split to judge: thresholds that are tuned on it flatter the model; name the validation split',
        ),
      });
    });
  });

  it('holds another model beside the first', async () => {
    const other = files('test.jsonl', 'other.jsonl', [
      { labels: TEST[0]!.labels, predictions: { queue: 'b', tags: ['x'] } },
      { labels: TEST[1]!.labels, predictions: { queue: 'b', tags: [] } },
      { labels: TEST[2]!.labels, predictions: { queue: 'b', tags: ['x', 'y'] } },
    ]);
    await withCase({ ...SPLIT, ...other }, async ({ run }) => {
      const { compared } = JSON.parse((await run([...JUDGE, '--compare', 'other.jsonl', '--json', '--replicas', '0'])).out);
      expect(compared.tests).toEqual([
        { target: 'queue', bothRight: 1, onlyFirst: 1, onlySecond: 1, bothWrong: 0, pValue: 1 },
        { target: 'tags', bothRight: 1, onlyFirst: 1, onlySecond: 1, bothWrong: 0, pValue: 1 },
      ]);
      expect(compared.targets[1]).toMatchObject({ target: 'tags', accuracy: 2 / 3 });
      expect(Object.keys(compared.targets[1])).not.toContain('calibration');
      const { out } = await run([...JUDGE, '--compare', 'other.jsonl', '--replicas', '0']);
      expect(out).toContain(`
                this  other  change
  accuracy     0.667  0.667  +0.000
  macro F1     0.667  0.400  -0.267
  weighted F1  0.667  0.533  -0.133
  right by this alone: 1, by the other alone: 1; by chance with a probability of 1.000 (McNemar)
`);
    });
  });

  it('writes a page that names what was judged, beside what it prints, the same each time', async () => {
    await withCase(SPLIT, async ({ run, read }) => {
      const plain = await run([...JUDGE]);
      expect(await run([...JUDGE, '--html', 'page.html'])).toEqual(plain);
      const page = await read('page.html');
      for (const part of ['<h1>2 targets judged on 3 examples</h1>', 'predicted.jsonl', 'Confusion matrix', 'a score of 0.5'])
        expect(page).toContain(part);
      expect(await run([...JUDGE, '--html', 'page.html', '--quiet'])).toMatchObject({ code: 0, out: '', err: '' });
      expect(await read('page.html')).toBe(page);
      await run([...JUDGE, '--compare', 'predicted.jsonl', '--html', 'page.html', '--quiet']);
      expect(await read('page.html')).toContain('Neither model is right more often than the other.');
      expect(await run([...JUDGE, '--html', 'nowhere/page.html'])).toMatchObject({
        code: 3,
        out: '',
        err: errorLine('OUTPUT_UNWRITABLE', 'cannot write nowhere/page.html (ENOENT)'),
      });
    });
  });

  it.each([
    [
      '{"predictions":{"queue":"a"}}\n',
      'bad.jsonl has no line for example 2 of test.jsonl: they must have one line for each, in the same order',
    ],
    [
      '{"predictions":{"queue":"a"}}\n'.repeat(3),
      'test.jsonl has no line for example 3 of bad.jsonl: they must have one line for each, in the same order',
    ],
    [
      '{"text":"other","predictions":{"queue":"a"}}\n',
      'bad.jsonl:1: its text is not that of test.jsonl:1: predictions must stand in the order of the examples',
    ],
    [
      '{"messages":[],"predictions":{"queue":"a"}}\n',
      'bad.jsonl:1: its messages is not that of test.jsonl:1: predictions must stand in the order of the examples',
    ],
    ['{"queue":"a"}\n{}\n', 'bad.jsonl:1: it has no predictions: {"predictions": {target: {"scores": {class: score}}}}'],
    ['{"predictions":{"topic":"a"}}\n{}\n', 'bad.jsonl:1: it predicts nothing for the target "queue"'],
    [
      '{"predictions":{"queue":["a"]}}\n{}\n',
      'bad.jsonl:1: the prediction for "queue" must be {"scores": {class: score}}, or a class',
    ],
    ['{"predictions":{"queue":{"scores":{}}}}\n{}\n', 'bad.jsonl:1: the prediction for "queue" has no scores'],
    [
      '{"predictions":{"queue":{"scores":{"a":1.5}}}}\n{}\n',
      'bad.jsonl:1: the score of "a" for "queue" must be a number from 0 to 1',
    ],
    ['[1]\n{}\n', 'bad.jsonl:1: it is not a JSON object'],
  ])('refuses predictions that do not fit: %s', async (content, message) => {
    const split = '{"text":"one","labels":{"queue":"a"}}\n{"text":"two","labels":{"queue":"b"}}\n';
    await withCase({ 'test.jsonl': split, 'bad.jsonl': content }, async ({ run }) => {
      const ended = await run(['evaluate', 'test.jsonl', '--predictions', 'bad.jsonl']);
      expect(ended).toEqual({ code: 1, signal: null, out: '', err: errorLine('SOURCE_MALFORMED', message) });
    });
  });

  it('compares chats by roles and contents, whatever the order of keys', async () => {
    const split = '{"messages":[{"role":"user","content":"hi"}],"labels":{"queue":"a"}}\n';
    const said = '{"messages":[{"content":"hi","role":"user"}],"predictions":{"queue":"a"}}\n';
    await withCase({ 'test.jsonl': split, 'same.jsonl': said, 'other.jsonl': said.replace('hi', 'ho') }, async ({ run }) => {
      expect(await run(['evaluate', 'test.jsonl', '--predictions', 'same.jsonl'])).toMatchObject({ code: 0 });
      expect(await run(['evaluate', 'test.jsonl', '--predictions', 'other.jsonl'])).toMatchObject({ code: 1 });
    });
  });

  it('refuses a split that is none, and options out of range', async () => {
    const mixed = '{"text":"one","labels":{"queue":"a"}}\n{"text":"two","labels":{"queue":["b"]}}\n';
    const said = '{"predictions":{"queue":"a"}}\n{"predictions":{"queue":["a"]}}\n';
    await withCase({ ...SPLIT, 'mixed.jsonl': mixed, 'said.jsonl': said, 'empty.jsonl': '' }, async ({ run }) => {
      for (const [args, code, message] of [
        [
          ['mixed.jsonl', '--predictions', 'said.jsonl'],
          'SOURCE_MALFORMED',
          'mixed.jsonl:2: "queue" is a class here and a list before, or the reverse',
        ],
        [
          ['said.jsonl', '--predictions', 'said.jsonl'],
          'SOURCE_MALFORMED',
          'said.jsonl:1: it has no labels; is it a file that prepare wrote?',
        ],
        [
          ['test.jsonl', '--predictions', 'predicted.jsonl', '--threshold', '2'],
          'USAGE',
          'the threshold must be from 0 to 1, not 2',
        ],
        [
          ['test.jsonl', '--predictions', 'predicted.jsonl', '--compare-validation', 'x'],
          'USAGE',
          '--compare-validation needs --compare: predictions of the other model for the split to judge',
        ],
        [['test.jsonl'], 'USAGE', "required option '--predictions <file>' not specified; see labelmill evaluate --help"],
      ] as const) {
        expect(await run(['evaluate', ...args])).toMatchObject({ out: '', err: errorLine(code, message) });
      }
      expect(await run(['evaluate', 'nowhere.jsonl', '--predictions', 'said.jsonl'])).toMatchObject({ code: 2, out: '' });
      expect((await run(['evaluate', 'empty.jsonl', '--predictions', 'empty.jsonl'])).code).toBe(1);
    });
  });
});
