import { describe, expect, it } from 'vitest';
import { errorOf, goodRow, readAll, values } from './support.js';

describe('rows in memory', () => {
  it('are read from arrays, generators and async generators alike', async () => {
    const list = [{ text: 'a' }, ['b', 'x'], { text: 'c' }];
    const generator = function* (): Generator<unknown> {
      yield* list;
    };
    const later = async function* (): AsyncGenerator<unknown> {
      yield* list;
    };
    for (const rows of [list, new Set(list), generator(), later()]) {
      const read = await readAll({ rows }, { batchSize: 2 });
      expect(values(read.rows)).toEqual(list);
      expect(read.summary).toEqual({ name: 'rows', format: 'rows', bytes: 0, digest: '', rows: 3, blankLines: 0 });
    }
  });

  it('have a number but no line and no byte', async () => {
    const { rows } = await readAll({ rows: [{}, {}], name: 'mine' });
    expect(rows.map((row) => row.origin)).toEqual([
      { source: 'mine', row: 1, line: 0, byte: -1 },
      { source: 'mine', row: 2, line: 0, byte: -1 },
    ]);
  });

  it('that are neither objects nor arrays are rejects', async () => {
    const { rows } = await readAll({ rows: [1, 'a', null, undefined, { ok: true }] });
    expect(values(rows)).toEqual(['row-shape@0', 'row-shape@0', 'row-shape@0', 'row-shape@0', { ok: true }]);
  });

  it('show themselves as JSON, also with big integers, cycles and long texts', async () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const { rows } = await readAll({ rows: [{ id: 5n }, cycle, { text: 'x'.repeat(9999) }] });
    expect(goodRow(rows, 0).raw()).toBe('{"id":"5"}');
    expect(goodRow(rows, 1).raw()).toBe('[object Object]');
    expect(goodRow(rows, 2).raw()).toHaveLength(4096);
  });

  it('come in batches of the size asked for', async () => {
    const { resolveSources, readSource } = await import('../../src/read/read.js');
    const [source] = await resolveSources([{ rows: Array.from({ length: 5 }, () => ({})) }]);
    const sizes: number[] = [];
    if (source !== undefined) for await (const batch of readSource(source, { batchSize: 2 }).batches) sizes.push(batch.length);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('end with an error that keeps its cause where their iterator fails', async () => {
    const cause = new Error('no connection');
    const failing = function* (): Generator<unknown> {
      yield {};
      throw cause;
    };
    const error = await errorOf(readAll({ rows: failing() }));
    expect(error).toMatchObject({ code: 'SOURCE_UNREADABLE', cause });
    expect(error.message).toContain('no connection');
  });

  it('stop when they are told to', async () => {
    const error = await errorOf(readAll({ rows: [{}] }, { signal: AbortSignal.abort() }));
    expect(error.code).toBe('ABORTED');
  });
});
