import { createRowScanner, type RowSpan } from './readers/csv-rows.js';
import type { CsvOptions } from './source.js';

/** What a table is told by. */
export interface SniffedDialect {
  readonly delimiter: string;
  readonly quote: string | false;
  /** Whether the first row has more than one cell; without it the delimiter is only a guess. */
  readonly isSure: boolean;
}

/** Bytes looked at. */
const SAMPLE_BYTES = 64 * 1024;
const DELIMITERS = [',', '\t', ';', '|'] as const;

/**
 * The delimiter and quote of a table: of comma, tab, semicolon and bar the one that gives most rows as many cells as the
 * first row, which must have two at least. Quotes are `"`, but text where a table with tabs reads well without them and
 * more rows have a quote in the wrong place than in the right one.
 * @param told what the user said already
 * @param fallback delimiter of a table with one column
 */
export function sniffDialect(head: Buffer, isWhole: boolean, told: CsvOptions, fallback = ','): SniffedDialect {
  const sample = head.subarray(0, SAMPLE_BYTES);
  const isAll = isWhole && sample.length === head.length;
  const quote = told.quote ?? '"';
  let delimiter = told.delimiter;
  let isSure = delimiter !== undefined;
  if (delimiter === undefined) {
    const fits = DELIMITERS.map((candidate) => ({ candidate, ...measure(sample, isAll, candidate, quote) }))
      .filter((fit) => fit.width > 1)
      .sort((a, b) => b.share - a.share || Number(b.candidate === fallback) - Number(a.candidate === fallback));
    delimiter = fits[0]?.candidate ?? fallback;
    isSure = fits.length > 0;
  }
  if (told.quote !== undefined || delimiter !== '\t') return { delimiter, quote, isSure };
  const withQuotes = measure(sample, isAll, delimiter, quote);
  const isPlain = withQuotes.misquoted > withQuotes.quoted && measure(sample, isAll, delimiter, false).share === 1;
  return { delimiter, quote: isPlain ? false : quote, isSure };
}

interface Fit {
  /** Cells of the first row. */
  readonly width: number;
  /** Rows that have as many, of all rows. */
  readonly share: number;
  /** Rows with quotes where they belong, and rows where not. */
  readonly quoted: number;
  readonly misquoted: number;
}

function measure(sample: Buffer, isAll: boolean, delimiter: string, quote: string | false): Fit {
  const scanner = createRowScanner({ delimiter, quote, rowLimitBytes: Infinity, firstByte: 0 });
  const { spans, unclosed } = scanner.next(sample, isAll);
  const rows = spans.filter((span) => span.kind !== 'blank');
  const width = rows[0]?.cells ?? 0;
  const fits = (span: RowSpan): boolean => span.kind === 'row' && span.cells === width;
  return {
    width,
    share: rows.length === 0 ? 0 : rows.filter(fits).length / (rows.length + (unclosed === undefined ? 0 : 1)),
    quoted: rows.filter((span) => fits(span) && span.hasQuotes).length,
    misquoted: rows.filter((span) => !fits(span) && span.hasQuotes).length + (unclosed === undefined ? 0 : 1),
  };
}
