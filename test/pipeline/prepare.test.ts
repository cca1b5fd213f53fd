import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepare, unexplained } from '../../src/index.js';
import { failureOf, prepareRows, rowsOf, withFolder, type Prepared } from './support.js';

const mapping = { text: 'text', labels: { intent: { field: 'intent' } } };

function classesIn(lines: Prepared['train']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    for (const label of [line.labels['intent'] ?? []].flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

function expectDisjoint({ train, validation, test }: Prepared): void {
  const [a, b, c] = [train, validation, test].map((lines) => new Set(lines.map((line) => line.text)));
  for (const text of a ?? []) expect(b?.has(text) === true || c?.has(text) === true).toBe(false);
  for (const text of b ?? []) expect(c?.has(text)).toBe(false);
}

describe('prepare', () => {
  it('writes the canonical line, with targets in mapping order and nothing else', async () => {
    const { bytes } = await prepareRows([{ b: 'y', text: 'héllo "you"\u2028', a: ['z', 'x', 'z'] }], {
      mapping: { text: 'text', labels: { b: { field: 'b' }, a: { field: 'a' } } },
      split: { ratios: '100/0/0' },
      allowSingleClass: true,
    });
    expect(bytes.train).toBe('{"text":"héllo \\"you\\"\\u2028","labels":{"b":"y","a":["x","z"]}}\n');
    expect(bytes.validation + bytes.test).toBe('');
  });

  it('keeps minimum and maximum and splits each class within one example of its share', async () => {
    const prepared = await prepareRows(rowsOf({ a: 120, b: 55, c: 9, d: 33 }), { balance: { min: 10, max: 50 } });
    expect(prepared.result.account).toEqual({
      rowsRead: 217,
      written: 133,
      rejected: {},
      leftOut: { 'class-above-maximum': 75, 'class-below-minimum': 9 },
    });
    expect([prepared.train.length, prepared.validation.length, prepared.test.length]).toEqual([106, 13, 14]);
    for (const [name, kept] of [
      ['a', 50],
      ['b', 50],
      ['d', 33],
    ] as const) {
      const [train, validation, test] = [prepared.train, prepared.validation, prepared.test].map(
        (lines) => classesIn(lines).get(name) ?? 0,
      );
      expect((train ?? 0) + (validation ?? 0) + (test ?? 0)).toBe(kept);
      expect(Math.abs((train ?? 0) - kept * 0.8)).toBeLessThanOrEqual(1);
      expect(Math.abs((validation ?? 0) - kept * 0.1)).toBeLessThanOrEqual(1);
      expect(Math.abs((test ?? 0) - kept * 0.1)).toBeLessThanOrEqual(1);
    }
    expectDisjoint(prepared);
  });

  it('gives the same bytes for the same examples in any order, from one source or several, and for another seed others', async () => {
    const rows = rowsOf({ a: 60, b: 40, c: 25 });
    const shuffled = [...rows].sort((x, y) =>
      createHash('md5').update(x.text).digest('hex').localeCompare(createHash('md5').update(y.text).digest('hex')),
    );
    const options = { balance: { max: 30 } };
    const first = await prepareRows(rows, options);
    const again = await prepareRows(shuffled, options);
    const split = await prepareRows([], {
      ...options,
      sources: [0, 1, 2].map((part) => ({ rows: rows.filter((_, at) => at % 3 === part), name: `part ${part}` })),
    });
    const other = await prepareRows(rows, { ...options, seed: 7 });
    expect(again.bytes).toEqual(first.bytes);
    expect(split.bytes).toEqual(first.bytes);
    expect(other.bytes).not.toEqual(first.bytes);
  });

  it('gives the same bytes from a source that can be read once only', async () => {
    const rows = [...rowsOf({ a: 60, b: 40 }), { text: 'a says 1', intent: 'b' }, { text: 'a says 2', intent: 'a' }];
    const options = { balance: { max: 30 }, duplicates: 'keep-one' } as const;
    function* once(): Iterable<unknown> {
      yield* rows;
    }
    const fromArray = await prepareRows(rows, options);
    const fromGenerator = await prepareRows(once(), options);
    expect(fromGenerator.bytes).toEqual(fromArray.bytes);
    expect(fromGenerator.result.account).toEqual(fromArray.result.account);
  });

  it('writes in the order of the source when asked', async () => {
    const { train } = await prepareRows(rowsOf({ a: 5, b: 5 }), { order: 'source', split: { ratios: '100/0/0' } });
    expect(train.map((line) => line.text)).toEqual(rowsOf({ a: 5, b: 5 }).map((row) => row.text));
  });

  it('holds totals, strata, minimum, maximum, the account and separate splits over random data', async () => {
    const row = fc.record({
      text: fc.nat(200).map((number) => `text ${number}`),
      intent: fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 300 }),
        fc.nat(20),
        fc.integer({ min: 20, max: 60 }),
        fc.constantFrom<('keep' | 'keep-one')[]>('keep', 'keep-one'),
        fc.constantFrom<('keep' | 'drop' | 'majority')[]>('keep', 'drop', 'majority'),
        async (rows, min, max, duplicates, contradictions) => {
          let prepared: Prepared;
          try {
            prepared = await prepareRows(rows, { balance: { min, max }, duplicates, contradictions, allowSingleClass: true });
          } catch (error) {
            expect(error).toMatchObject({ code: 'NO_CLASS_LEFT' });
            return;
          }
          expect(unexplained(prepared.result.account)).toBe(0);
          expect(prepared.result.account.rowsRead).toBe(rows.length);
          const all = [...prepared.train, ...prepared.validation, ...prepared.test];
          expect(all.length).toBe(prepared.result.account.written);
          for (const count of classesIn(all).values()) {
            expect(count).toBeGreaterThanOrEqual(Math.min(min, max));
            expect(count).toBeLessThanOrEqual(max);
          }
          expectDisjoint(prepared);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('counts labels named like members of Object exactly', async () => {
    const prepared = await prepareRows(rowsOf({ ['__proto__']: 12, constructor: 10, toString: 11, hasOwnProperty: 10 }));
    const counts = classesIn([...prepared.train, ...prepared.validation, ...prepared.test]);
    // An object literal's __proto__ key sets no member, so rowsOf can't hold it.
    expect(Object.fromEntries([...counts].filter(([name]) => name !== '__proto__'))).toEqual({
      constructor: 10,
      toString: 11,
      hasOwnProperty: 10,
    });
  });

  it('keeps all copies of a text together and reports duplicates and contradictions with their places', async () => {
    const rows = [...rowsOf({ a: 50, b: 50 }), { text: 'a says 3', intent: 'a' }, { text: 'a says 4', intent: 'b' }];
    const checks = { 'text-start': 'off', 'label-in-text': 'off' } as const; // the texts are made by rote
    const prepared = await prepareRows(rows, { checks });
    expect(prepared.result.account.written).toBe(102);
    expect([prepared.train.length, prepared.validation.length, prepared.test.length]).toEqual([81, 10, 11]);
    expectDisjoint(prepared);
    const codes = prepared.result.issues.map((issue) => [issue.code, issue.count, issue.places.map((place) => place.row)]);
    expect(codes).toEqual([
      ['contradiction', 1, [5, 102]],
      ['duplicate', 1, [4, 101]],
    ]);
  });

  it('settles duplicates and contradictions as asked and writes what it sets aside', async () => {
    const rows = [...rowsOf({ a: 30, b: 30 }), { text: 'a says 3', intent: 'a' }, { text: 'a says 4', intent: 'b' }];
    const prepared = await prepareRows(rows, { duplicates: 'keep-one', contradictions: 'drop' });
    expect(prepared.result.account.leftOut).toEqual({ contradiction: 2, duplicate: 1 });
    expect(prepared.rejects.map((reject) => [reject.stage, reject.code, reject.origin.row])).toEqual([
      ['settle', 'contradiction', 5],
      ['settle', 'duplicate', 61],
      ['settle', 'contradiction', 62],
    ]);
    expect((await failureOf(prepareRows(rows, { duplicates: 'fail' }))).code).toBe('DUPLICATES_FOUND');
    expect((await failureOf(prepareRows(rows, { contradictions: 'fail' }))).code).toBe('CONTRADICTIONS_FOUND');
  });

  it('merges the lists of contradicting copies', async () => {
    const rows = [
      { text: 'same', intent: ['a'] },
      { text: 'same', intent: ['b', 'c'] },
      ...['a', 'b', 'c'].flatMap((name) => rowsOf({ [name]: 10 }).map((row) => ({ ...row, intent: [row.intent] }))),
    ];
    const prepared = await prepareRows(rows, { contradictions: 'merge', duplicates: 'keep-one' });
    const same = [...prepared.train, ...prepared.validation, ...prepared.test].filter((line) => line.text === 'same');
    expect(same).toEqual([{ text: 'same', labels: { intent: ['a', 'b', 'c'] } }]);
  });

  it('keeps groups together, also where two groups share a text', async () => {
    const rows = Array.from({ length: 400 }, (_, at) => ({
      text: at % 97 === 0 ? 'shared' : `t${at}`,
      intent: at % 3 === 0 ? 'a' : 'b',
      customer: `c${at % 40}`,
    }));
    const customerOf = new Map(rows.map((row) => [row.text, row.customer]));
    const prepared = await prepareRows(rows, { mapping: { ...mapping, group: 'customer' } });
    expectDisjoint(prepared);
    const splitsOf = new Map<string, Set<string>>();
    for (const split of ['train', 'validation', 'test'] as const) {
      for (const line of prepared[split]) {
        if (line.text === 'shared') continue;
        const customer = customerOf.get(line.text ?? '') ?? '';
        splitsOf.set(customer, (splitsOf.get(customer) ?? new Set()).add(split));
      }
    }
    expect(splitsOf.size).toBe(40);
    for (const splits of splitsOf.values()) expect(splits.size).toBe(1);
    expect(prepared.result.account.written).toBe(400);
    expect(prepared.train.length).toBeGreaterThan(250);
    expect(prepared.test.length).toBeGreaterThan(10);
  });

  it('respects given splits and leaves an input given twice in the split that is held out', async () => {
    const rows = [
      ...rowsOf({ a: 10, b: 10 }).map((row) => ({ ...row, split: 'train' })),
      ...rowsOf({ c: 6, d: 6 }).map((row) => ({ ...row, split: 'dev' })),
      { text: 'a says 1', intent: 'a', split: 'test' },
      { text: 'only test', intent: 'b', split: 'test' },
    ];
    const prepared = await prepareRows(rows, { mapping: { ...mapping, split: { field: 'split' } } });
    expect([prepared.train.length, prepared.validation.length, prepared.test.length]).toEqual([19, 12, 2]);
    expect(prepared.result.account.leftOut).toEqual({ 'split-leak': 1 });
    expectDisjoint(prepared);
  });

  it('caps train alone with scope train, and leaves validation and test as they were', async () => {
    const rows = rowsOf({ a: 200, b: 50 });
    const whole = await prepareRows(rows);
    const capped = await prepareRows(rows, { balance: { max: 60, scope: 'train' } });
    expect(capped.bytes.test).toBe(whole.bytes.test);
    expect(capped.bytes.validation).toBe(whole.bytes.validation);
    expect(Object.fromEntries(classesIn(capped.train))).toEqual({ a: 60, b: 40 });
  });

  it('takes exact sizes', async () => {
    const prepared = await prepareRows(rowsOf({ a: 70, b: 53 }), { split: { counts: { test: 20, validation: 7 } } });
    expect([prepared.train.length, prepared.validation.length, prepared.test.length]).toEqual([96, 7, 20]);
  });

  it('gives the same bytes whether the index stays in memory or goes to disk', async () => {
    const rows = rowsOf({ a: 3000, b: 1500 });
    const inMemory = await prepareRows(rows, { balance: { max: 1000 } });
    const onDisk = await prepareRows(rows, { balance: { max: 1000 }, memoryBudget: 65536 });
    expect(onDisk.bytes).toEqual(inMemory.bytes);
  });
});

describe('prepare refuses', () => {
  it('rejects above the limit, names the first with their places, publishes nothing, and writes the rejects where asked', () =>
    withFolder(async (folder) => {
      const source = join(folder, 'data.jsonl');
      await writeFile(source, '{"text":"a","intent":"x"}\n{"text":"","intent":"x"}\nnot json\n{"text":"b","intent":null}\n');
      const out = join(folder, 'out');
      const rejects = join(folder, 'rejects.jsonl');
      const error = await failureOf(prepare({ sources: [source], mapping, out, rejects, allowSingleClass: true }));
      expect(error.code).toBe('TOO_MANY_REJECTS');
      expect(error.exitCode).toBe(1);
      expect(error.message).toContain(`${source}:2: text-empty`);
      expect(error.message).toContain(`${source}:3: json-syntax`);
      expect(error.message).toContain(`${source}:4: label-missing`);
      expect(await readdir(folder)).toEqual(['data.jsonl', 'rejects.jsonl']);
      expect((await readFile(rejects, 'utf8')).trimEnd().split('\n')).toHaveLength(3);
      const result = await prepare({ sources: [source], mapping, out, maxRejects: '80%', allowSingleClass: true });
      expect(result.account).toEqual({
        rowsRead: 4,
        written: 1,
        rejected: { 'json-syntax': 1, 'label-missing': 1, 'text-empty': 1 },
        leftOut: {},
      });
    }));

  it('data without rows, without a class that is large enough, and with one class only', async () => {
    expect((await failureOf(prepareRows([]))).code).toBe('NO_ROWS');
    const none = await failureOf(prepareRows(rowsOf({ a: 5, b: 3 }), { balance: { min: 10 } }));
    expect([none.code, none.exitCode]).toEqual(['NO_CLASS_LEFT', 1]);
    expect(none.message).toContain('"a" of target "intent", has 5 examples, below the minimum of 10');
    const one = await failureOf(prepareRows(rowsOf({ a: 5 })));
    expect([one.code, one.exitCode]).toEqual(['SINGLE_CLASS', 1]);
  });

  it('an output folder that holds files of someone else, and a source inside the output', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      await mkdir(out);
      await writeFile(join(out, 'notes.txt'), 'mine');
      const foreign = await failureOf(prepare({ sources: [{ rows: rowsOf({ a: 5, b: 5 }) }], mapping, out }));
      expect([foreign.code, foreign.exitCode]).toEqual(['OUTPUT_NOT_OURS', 4]);
      expect(foreign.message).toContain('notes.txt');
      const inside = await failureOf(prepare({ sources: [join(out, 'notes.txt')], mapping, out }));
      expect([inside.code, inside.exitCode]).toEqual(['SOURCE_IS_OUTPUT', 2]);
    }));

  it('contradictory options before it reads anything', async () => {
    expect((await failureOf(prepareRows([], { balance: { min: 10, max: 5 } }))).code).toBe('BALANCE_INVALID');
    expect((await failureOf(prepareRows([], { split: { ratios: '80/30' } }))).code).toBe('RATIOS_INVALID');
    expect((await failureOf(prepareRows([], { seed: -1 }))).code).toBe('CONFIG_INVALID');
  });

  it('to go on when the caller stops it, and leaves no file', () =>
    withFolder(async (folder) => {
      const controller = new AbortController();
      const run = prepare(
        { sources: [{ rows: rowsOf({ a: 5000, b: 5000 }) }], mapping, out: join(folder, 'out') },
        { signal: controller.signal, onProgress: ({ phase }) => phase === 'deal' && controller.abort() },
      );
      expect((await failureOf(run)).code).toBe('ABORTED');
      expect(await readdir(folder)).toEqual([]);
    }));
});
