import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from './checker.mjs';
import { generate } from './generate.mjs';
import { lineOf, rows } from './shapes.mjs';

const MINIMUM = 10;
const MAXIMUM = 40;

describe('the checker', () => {
  let folder;
  let right;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'labelmill-checker-'));
    const count = await generate(join(folder, 'data.csv'), 0.1, { withTruth: true });
    right = dealRows(count);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (splits, more = {}) => {
    for (const [name, lines] of Object.entries(splits))
      writeFileSync(join(folder, `${name}.jsonl`), lines.map((line) => `${line}\n`).join(''));
    return check({ folder, truth: join(folder, 'data.truth'), minimum: MINIMUM, maximum: MAXIMUM, ...more });
  };

  it('finds nothing wrong with files that are right', async () => {
    expect(await ask(right)).toEqual([]);
  });

  it('finds a line that is twice in the files', async () => {
    const [first, second, ...rest] = linesOfOneClass(right.train);
    const train = right.train.map((line) => (line === second ? first : line));
    expect(rest.length).toBeGreaterThan(0);
    expect((await ask({ ...right, train })).join()).toMatch(/^1 of \d+ lines are no canonical line/);
  });

  it('finds a line that says something else', async () => {
    const train = right.train.map((line, at) => (at === 0 ? line.replace('"text":"', '"text":"x') : line));
    expect((await ask({ ...right, train })).join()).toMatch(/^1 of \d+ lines are no canonical line/);
  });

  it('finds lines with spaces, but where they need not be canonical', async () => {
    const train = right.train.map((line) => line.replace(',"labels":', ', "labels": '));
    expect((await ask({ ...right, train })).join()).toMatch(/lines are no canonical line/);
    expect(await ask({ ...right, train }, { isCanonical: false })).toEqual([]);
  });

  it('finds a class below the minimum or above the maximum', async () => {
    expect((await ask(right, { minimum: 100_000 })).join()).toMatch(/kept, not 0/);
    expect((await ask(right, { maximum: MAXIMUM - 1 })).join()).toMatch(`${MAXIMUM} kept, not ${MAXIMUM - 1}`);
  });

  it('finds a class with too many examples in one split, but where that is chance', async () => {
    const moved = linesOfOneClass(right.train).slice(0, 3);
    const splits = { ...right, train: right.train.filter((line) => !moved.includes(line)), test: [...right.test, ...moved] };
    expect((await ask(splits)).join()).toMatch(/in train, not about 32\.0.*in test, not about 4\.0/);
    expect(await ask(splits, { rule: 'approximate' })).toEqual([]);
  });

  it('finds a file that is missing, not JSON, or not whole', async () => {
    expect((await ask({ ...right, test: ['{'] })).join()).toMatch(/^test: /);
    await ask(right);
    writeFileSync(join(folder, 'test.jsonl'), readFileSync(join(folder, 'test.jsonl')).subarray(0, -1));
    const question = { folder, truth: join(folder, 'data.truth'), minimum: MINIMUM, maximum: MAXIMUM };
    expect((await check(question)).join()).toMatch(/^test: the last line does not end/);
    rmSync(join(folder, 'test.jsonl'));
    expect((await check(question)).join()).toMatch(/^test: ENOENT/);
  });
});

/** What an exact program would write. */
function dealRows(count) {
  const classes = new Map();
  for (const row of rows(1)) {
    const lines = classes.get(row[2]) ?? [];
    classes.set(row[2], [...lines, lineOf('short', row)]);
    if (row[0] === count) break;
  }
  const splits = { train: [], validation: [], test: [] };
  for (const lines of classes.values()) {
    const kept = lines.length < MINIMUM ? 0 : Math.min(lines.length, MAXIMUM);
    const [train, validation] = [Math.round(kept * 0.8), Math.round(kept * 0.1)];
    splits.train.push(...lines.slice(0, train));
    splits.validation.push(...lines.slice(train, train + validation));
    splits.test.push(...lines.slice(train + validation, kept));
  }
  return splits;
}

const linesOfOneClass = (lines) => lines.filter((line) => line.includes('"class_0"'));
