import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLabelSets } from '../../src/core/label-sets.js';
import { LabelmillError } from '../../src/core/errors.js';
import { isReject } from '../../src/core/reject.js';
import { readSource, resolveSources } from '../../src/read/read.js';
import { errorOf, goodRow, readStreamed, readText, rejectAt, values } from './support.js';

const CHUNKS = [1, 2, 7, 64 * 1024];

function wide(columns: number, cell: (column: number) => string, delimiter = ','): string {
  return Array.from({ length: columns }, (_, column) => cell(column)).join(delimiter);
}

describe('the limit of columns', () => {
  it('lets 20,000 columns pass and refuses one more by name', async () => {
    const table = (columns: number): string => `${wide(columns, (column) => `f${column}`)}\n${wide(columns, () => 'x')}\n`;
    const { rows } = await readStreamed(table(20_000), 'csv');
    expect(goodRow(rows, 0)).toMatchObject({ kind: 'cells' });
    const error = await errorOf(readText('data.csv', table(20_001)));
    expect(error.code).toBe('LIMIT_EXCEEDED');
    expect(error.message).toContain('data.csv:1: the table has 20001 columns, and the limit is 20000 (limits.columns)');
  });

  it('can be changed, and holds without a header and for given names', async () => {
    const options = { format: 'csv', columnLimit: 3 } as const;
    expect((await readText('data.csv', 'a,b,c\nd,e,f\n', options)).rows).toHaveLength(1);
    for (const header of [true, false, ['a', 'b', 'c', 'd']]) {
      const error = await errorOf(readText('data.csv', 'a,b,c,d\ne,f,g,h\n', { ...options, csv: { header } }));
      expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', facts: { limit: 3 } });
    }
  });

  it('makes a row with more cells a reject like any ragged one, quoted or not, and its neighbours live', async () => {
    const content = 'text,label\n"a",x\n"q",,,,,\n,,,,,\n"b","y"\nc,z\n';
    for (const chunkSizeBytes of CHUNKS) {
      const { rows } = await readText('data.csv', content, { columnLimit: 3, chunkSizeBytes, csv: { delimiter: ',' } });
      expect(values(rows)).toEqual([['a', 'x'], 'csv-columns@3', 'csv-columns@4', ['b', 'y'], ['c', 'z']]);
      expect(rejectAt(rows, 1).message).toContain('row has 6 cells, the header has 2');
    }
  });

  it('does not stand in the way of 10,000 columns, whose cells all arrive', async () => {
    const columns = 10_000;
    const row = (place: number): string =>
      wide(columns, (column) => (column % 100 === 0 ? `"${place},${column}"` : `${place}`), ';');
    const content = [wide(columns, (column) => `f${column}`, ';'), ...Array.from({ length: 20 }, (_, place) => row(place))].join(
      '\n',
    );
    const { rows } = await readStreamed(content, 'csv', { csv: { delimiter: ';' } });
    expect(rows).toHaveLength(20);
    for (const [place, read] of rows.entries()) {
      if (isReject(read) || read.kind !== 'cells') throw new Error(`row ${place} is a reject`);
      expect(read.cells).toHaveLength(columns);
      expect(read.cells[9900]).toBe(`${place},9900`);
      expect(read.cells[9999]).toBe(String(place));
    }
  });
});

describe('a batch', () => {
  it('holds fewer rows where they are large, so that memory is bounded', async () => {
    const row = `${wide(5_000, (column) => `value ${column}`)}\n`;
    const [source] = await resolveSources([{ path: '-', format: 'csv' }], {
      stdin: Readable.from([Buffer.from(`${wide(5_000, (column) => `f${column}`)}\n${row.repeat(200)}`)]),
    });
    if (source === undefined) throw new Error('no source');
    let rows = 0;
    for await (const batch of readSource(source).batches) {
      expect(batch.length * row.length).toBeLessThan(2 * 1024 * 1024);
      rows += batch.length;
    }
    expect(rows).toBe(200);
  });
});

describe('the limit of a row', () => {
  it('is kept where the last character of the row is several bytes', async () => {
    const csv = { delimiter: '||', quote: false, escape: '\\', header: ['a', 'b'] } as const;
    const content = '12345678||\n1||34567\\|\n12||45678||\n12||4567\\||\n12||45\n';
    for (const chunkSizeBytes of CHUNKS) {
      const { rows } = await readStreamed(content, 'csv', { csv, rowLimitBytes: 10, chunkSizeBytes });
      expect(values(rows)).toEqual([['12345678', ''], ['1', '34567\\|'], 'row-too-large@3', 'row-too-large@4', ['12', '45']]);
    }
  });

  it('names a row of 16 MiB and a byte, and lets one of 16 MiB pass', async () => {
    const row = (bytes: number): string => `${'a'.repeat(bytes - 2)},x`;
    const limit = 16 * 1024 * 1024;
    const { rows } = await readStreamed(`text,label\n${row(limit)}\n${row(limit + 1)}\nb,y\n`, 'csv');
    expect(rows.map((read) => (isReject(read) ? read.message : 'good'))).toEqual([
      'good',
      'the row has more than 16777216 bytes, which is the limit (limits.rowBytes)',
      'good',
    ]);
  });

  it('stops at a quote that is never closed instead of reading on, and names its line', async () => {
    const content = `text,label\na,x\nb,"c\n${'more text\n'.repeat(200)}`;
    for (const chunkSizeBytes of CHUNKS) {
      const error = await errorOf(readText('data.csv', content, { rowLimitBytes: 100, chunkSizeBytes, csv: { quote: '"' } }));
      expect(error.code).toBe('SOURCE_MALFORMED');
      expect(error.message).toContain('data.csv:3: the quote that opens cell 2 is not closed within 100 bytes');
    }
  });

  it('does not hold back a comment or a line to be skipped that is longer', async () => {
    const content = `${'-'.repeat(5000)}\ntext,label\n#${'x'.repeat(5000)}\na,b\n`;
    for (const chunkSizeBytes of CHUNKS) {
      const { rows } = await readStreamed(content, 'csv', {
        csv: { delimiter: ',', skipLines: 1, comment: '#' },
        rowLimitBytes: 100,
        chunkSizeBytes,
      });
      expect(values(rows)).toEqual([['a', 'b']]);
    }
  });
});

describe('the limit of classes', () => {
  it('lets as many pass and refuses one more by name', () => {
    const labelSets = createLabelSets(2, 3);
    labelSets.intern(['a', ['x', 'y']]);
    labelSets.intern(['a', ['y']]);
    expect(() => labelSets.intern(['b', ['x']])).toThrow(LabelmillError);
    try {
      labelSets.intern(['b', ['x']]);
    } catch (error) {
      expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', facts: { limit: 3 } });
      expect(String(error)).toContain('there are more than 3 classes, which is the limit (limits.classes)');
    }
  });

  it('is a million, which a stream of classes reaches', () => {
    const labelSets = createLabelSets(1, 1_000_000);
    for (let place = 0; place < 1_000_000; place++) labelSets.intern([`class ${place}`]);
    expect(labelSets.size).toBe(1_000_000);
    expect(() => labelSets.intern(['one more'])).toThrow('limits.classes');
  });
});
