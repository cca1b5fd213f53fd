import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CsvOptions } from '../../src/read/read.js';
import { readStreamed, values } from './support.js';

const DELIMITERS = [',', ';', '\t', '|', ':', '~', ' ', '||', ', ', '¦', '‖', 'ab', '\u0001'];
const QUOTES = ['"', "'", '$'];

interface TestDialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
}

const dialects = fc.record({
  delimiter: fc.constantFrom(...DELIMITERS),
  quote: fc.constantFrom(...QUOTES),
  isDoubled: fc.boolean(),
});

/** Cells made of the marks of the dialect, line ends and text, more often than chance would have it. */
function cellsOf({ delimiter, quote }: TestDialect): fc.Arbitrary<string> {
  const unit = fc.constantFrom(delimiter, quote, '\\', '\n', '\r', '\r\n', ' ', 'a', 'é', '😀', '\u2028', '#', 'x y');
  return fc.oneof(
    fc.string({ unit, maxLength: 8 }),
    fc.string({ unit: 'grapheme', maxLength: 5 }).map((text) => text.toWellFormed()),
  );
}

describe('the row scanner beside csv-parse', () => {
  it('gives the same cells as csv-parse alone for any table in any dialect it can write', async () => {
    const cases = dialects.chain(({ delimiter, quote, isDoubled }) => {
      const dialect = { delimiter, quote, escape: isDoubled ? quote : '\\' };
      const row = fc
        .integer({ min: 1, max: 4 })
        .chain((width) => fc.array(cellsOf(dialect), { minLength: width, maxLength: width }));
      return fc.record({
        dialect: fc.constant(dialect),
        rows: fc.array(row, { minLength: 1, maxLength: 6 }),
        newline: fc.constantFrom('\n', '\r\n', '\r'),
        quoteAll: fc.boolean(),
        hasEnd: fc.boolean(),
        chunkSizeBytes: fc.integer({ min: 1, max: 30 }),
      });
    });
    const property = fc.asyncProperty(cases, async ({ dialect, rows, newline, quoteAll, hasEnd, chunkSizeBytes }) => {
      const { delimiter, quote, escape } = dialect;
      const write = (cell: string): string => {
        const isPlain =
          !quoteAll &&
          cell.trim() !== '' &&
          ![delimiter, delimiter.charAt(0), quote, '\\', '\n', '\r'].some((mark) => cell.includes(mark));
        const inside = escape === '\\' ? cell.replaceAll('\\', '\\\\') : cell;
        return isPlain ? cell : `${quote}${inside.replaceAll(quote, () => escape + quote)}${quote}`;
      };
      const content = rows.map((row) => row.map(write).join(delimiter)).join(newline) + (hasEnd ? newline : '');
      const csv = { ...dialect, header: false };
      const expected = alone(content, dialect);
      expect(expected).toEqual(rows);
      const width = rows[0]?.length;
      const { rows: read } = await readStreamed(content, 'csv', { csv, chunkSizeBytes });
      const lines = values(read);
      expect(lines.length).toBe(expected.length);
      for (const [at, row] of expected.entries()) {
        if (row.length === width) expect(lines[at]).toEqual(row);
        else expect(lines[at]).toMatch(/^csv-columns@/);
      }
    });
    await fc.assert(property, { numRuns: 400 });
  });

  it('gives the same cells for any bytes at all, wherever csv-parse accepts them', async () => {
    const cases = fc.constantFrom(',', ';', '||', '¦').chain((delimiter) =>
      fc.record({
        delimiter: fc.constant(delimiter),
        content: fc.string({
          unit: fc.constantFrom('"', '""', delimiter, delimiter.charAt(0), '\n', '\r\n', '\r', 'a', 'é', ' '),
          maxLength: 40,
        }),
        chunkSizeBytes: fc.integer({ min: 1, max: 9 }),
      }),
    );
    let compared = 0;
    const property = fc.asyncProperty(cases, async ({ delimiter, content, chunkSizeBytes }) => {
      const dialect = { delimiter, quote: '"', escape: '"' };
      const expected = accepted(content, dialect);
      if (expected === undefined) return;
      const { rows } = await readStreamed(content, 'csv', {
        csv: { ...dialect, header: false, skipInitialSpace: false },
        chunkSizeBytes,
      });
      const ours = values(rows);
      // a blank line is no row of ours, but a quoted blank cell is one: csv-parse tells them apart as little as this test does
      if (ours.some((row) => Array.isArray(row) && row.length === 1 && isBlank(row[0]))) return;
      const good = expected.filter((row) => row.length > 1 || !isBlank(row[0]));
      const width = good[0]?.length;
      compared++;
      expect(ours.filter((row) => Array.isArray(row))).toEqual(good.filter((row) => row.length === width));
      expect(ours.length).toBeGreaterThanOrEqual(good.length);
    });
    await fc.assert(property, { numRuns: 1500 });
    expect(compared).toBeGreaterThan(300);
  });

  it.each<[string, CsvOptions, string]>([
    ['excel', { delimiter: ',' }, 'a,"b ""c"""\r\nd,"e\r\nf"\r\n'],
    ['excel-tab', { delimiter: '\t' }, 'a\t"b ""c"""\r\nd\t"e\r\nf"\r\n'],
    ['unix', { delimiter: ',' }, '"a","b ""c"""\n"d","e\r\nf"\n'],
    ['QUOTE_MINIMAL without doubled quotes', { delimiter: ',', escape: '\\' }, 'a,b \\"c\\"\r\nd,"e\r\nf"\r\n'],
    ['QUOTE_NONE with an escape', { delimiter: ',', quote: false, escape: '\\' }, 'a,b "c"\r\nd,e\\\r\\\nf\r\n'],
    ['QUOTE_ALL by single quotes', { delimiter: ';', quote: "'" }, "'a';'b \"c\"'\r\n'd';'e\r\nf'\r\n"],
    ['skipinitialspace', { delimiter: ',', skipInitialSpace: true }, 'a, "b ""c"""\r\nd, "e\r\nf"\r\n'],
  ])('reads what the dialect %s of Python gives', async (_title, csv, content) => {
    for (const chunkSizeBytes of [1, 2, 7, 64 * 1024]) {
      const { rows } = await readStreamed(content, 'csv', { csv: { ...csv, header: ['x', 'y'] }, chunkSizeBytes });
      expect(values(rows)).toEqual([
        ['a', 'b "c"'],
        ['d', 'e\r\nf'],
      ]);
    }
  });
});

function isBlank(cell: unknown): boolean {
  return typeof cell === 'string' && cell.trim() === '';
}

function alone(content: string, { delimiter, quote, escape }: TestDialect): string[][] {
  return parse(content, { delimiter, quote, escape, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true });
}

function accepted(content: string, dialect: TestDialect): string[][] | undefined {
  try {
    return alone(content, dialect);
  } catch {
    return undefined;
  }
}
