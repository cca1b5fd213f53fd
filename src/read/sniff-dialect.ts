import { looksLikeHeader } from './looks-like-header.js';
import { measureLayout, type LayoutFit } from './measure-layout.js';
import type { TableLayout } from './reader.js';
import type { CsvOptions } from './source.js';

/** What the beginning of a table tells. */
export interface SniffedDialect {
  readonly layout: TableLayout;
  /** Whether the first row has more than one cell by a common delimiter; without it the delimiter is only a guess. */
  readonly isSure: boolean;
  /** Whether the first row reads like names. */
  readonly looksLikeHeader: boolean;
}

/** Bytes looked at. */
const SAMPLE_BYTES = 64 * 1024;
const COMMON = [',', '\t', ';', '|'] as const;
/** Taken only where every row speaks for it: they are common within texts. */
const RARE = [':', '~', '^', '\u0001', ' '] as const;
/** Lines before a header that are told from a table by themselves. */
const PREAMBLE_LINES = 20;
/** Rows that must agree on what is taken only where it is sure. */
const ROWS_TO_BE_SURE = 3;
/** Rows compared with the first to tell whether it is a header. */
const ROWS_COMPARED = 100;

/**
 * The layout of a table: what the user said, else what its beginning tells.
 * - Delimiter: of comma, tab, semicolon and bar the one that gives most rows as many cells as the first row, which must have
 *   two at least. Where none does, `:`, `~`, `^`, U+0001 or a space (beside quoted cells), if every row has as many cells.
 * - Quote: `"`. It is text where a table with tabs reads well without it and more rows have it in the wrong place than in the
 *   right one. It is `'` where no cell is quoted by `"` and most rows are by `'`, none wrongly.
 * - Escape: the quote doubled; a backslash where that alone reads every row.
 * - Spaces before a quote are skipped where most rows have them.
 * - Lines before the header: where the rest of the sample is a regular table with a header, and they have fewer cells.
 * @param told     what the user said already
 * @param fallback delimiter of a table with one column
 */
export function sniffDialect(head: Buffer, isWhole: boolean, told: CsvOptions, fallback = ','): SniffedDialect {
  const sample = head.subarray(0, SAMPLE_BYTES);
  const isAll = isWhole && sample.length === head.length;
  const quote = told.quote ?? '"';
  const layout: TableLayout = {
    delimiter: told.delimiter ?? fallback,
    quote,
    escape: told.escape ?? quote,
    comment: told.comment ?? false,
    skipLines: told.skipLines ?? 0,
    skipInitialSpace: told.skipInitialSpace ?? false,
  };
  const measure = (changes: Partial<TableLayout>): LayoutFit => measureLayout(sample, isAll, { ...layout, ...changes });
  const plain = told.delimiter === undefined ? findDelimiter(sample, measure, fallback) : { fit: measure({}), isSure: true };
  const quoted = findQuotes(plain.fit, { sample, isAll, told });
  const fit = told.skipLines === undefined && (told.header ?? true) === true ? withoutPreamble(quoted, sample, isAll) : quoted;
  const [first = [], ...following] = fit.cellsOf(0, ROWS_COMPARED);
  const isSure = plain.isSure || (fit !== quoted && fit.width > 1);
  return { layout: fit.layout, isSure, looksLikeHeader: looksLikeHeader(first, following) };
}

type Measure = (changes: Partial<TableLayout>) => LayoutFit;

function findDelimiter(sample: Buffer, measure: Measure, fallback: string): { fit: LayoutFit; isSure: boolean } {
  // one that is nowhere makes one cell of every row, which speaks for nothing
  const isThere = (delimiter: string): boolean => sample.includes(delimiter);
  const fits = COMMON.filter(isThere).map((delimiter) => measure({ delimiter }));
  const best = fits
    .filter((fit) => fit.width > 1 && !isBlank(fit))
    .sort((a, b) => b.share - a.share || Number(b.layout.delimiter === fallback) - Number(a.layout.delimiter === fallback))[0];
  const preamble = best === undefined || best.share < 0.5 ? fits.find((fit) => preambleOf(fit) > 0) : undefined;
  if (preamble !== undefined) return { fit: preamble, isSure: false };
  if (best !== undefined) return { fit: best, isSure: true };
  const rare = RARE.filter(isThere)
    .map((delimiter) => measure({ delimiter }))
    .find(isSureOfRare);
  return { fit: rare ?? measure({ delimiter: fallback }), isSure: false };
}

/** White space with tabs or delimiters in it tells nothing. */
function isBlank(fit: LayoutFit): boolean {
  return fit.cellsOf(0, 1).some((cells) => cells.every((cell) => cell.trim() === ''));
}

function isSureOfRare(fit: LayoutFit): boolean {
  const [first = [], ...following] = fit.cellsOf(0, ROWS_COMPARED);
  const isRegular = fit.width > 1 && fit.share === 1 && fit.rows >= ROWS_TO_BE_SURE;
  return isRegular && looksLikeHeader(first, following) && (fit.layout.delimiter !== ' ' || fit.quoted > 0);
}

interface Sample {
  readonly sample: Buffer;
  readonly isAll: boolean;
  readonly told: CsvOptions;
}

/** Quote, escape and spaces before quotes, as far as they are not told. */
function findQuotes(fit: LayoutFit, { sample, isAll, told }: Sample): LayoutFit {
  const { delimiter, quote } = fit.layout;
  const measure = (changes: Partial<TableLayout>): LayoutFit => measureLayout(sample, isAll, { ...fit.layout, ...changes });
  const text = sample.toString('utf8');
  const candidates: (() => LayoutFit | undefined)[] = [];
  if (told.escape === undefined && quote !== false && fit.misquoted > 0 && text.includes(`\\${quote}`)) {
    candidates.push(() => better(measure({ escape: '\\' }), fit));
  }
  if (told.skipInitialSpace === undefined && quote !== false && hasSpacedQuotes(text, fit.layout)) {
    candidates.push(() => regular(measure({ skipInitialSpace: true })));
  }
  if (told.quote === undefined && delimiter === '\t' && fit.misquoted > fit.quoted) {
    candidates.push(() => regular(measure({ quote: false, escape: told.escape ?? false })));
  }
  if (told.quote === undefined && fit.quoted === 0 && fit.misquoted === 0 && text.includes("'")) {
    candidates.push(() => {
      const single = regular(measure({ quote: "'", escape: told.escape ?? "'" }));
      return single !== undefined && single.quoted > 0 && single.quoted * 2 >= single.rows - 1 ? single : undefined;
    });
  }
  for (const candidate of candidates) {
    const found = candidate();
    if (found !== undefined) return found;
  }
  return fit;
}

function better(fit: LayoutFit, than: LayoutFit): LayoutFit | undefined {
  return fit.misquoted === 0 && fit.share > than.share ? fit : undefined;
}

function regular(fit: LayoutFit): LayoutFit | undefined {
  return fit.misquoted === 0 && fit.share === 1 ? fit : undefined;
}

/** Whether half of the lines have a quote after a delimiter and spaces. */
function hasSpacedQuotes(text: string, { delimiter, quote }: TableLayout): boolean {
  if (quote === false || delimiter.startsWith(' ') || delimiter.endsWith(' ')) return false;
  const literal = (mark: string): string => mark.replace(/[^\w\s]/g, '\\$&');
  const spaced = text.match(new RegExp(`${literal(delimiter)} +${literal(quote)}`, 'g'))?.length ?? 0;
  return spaced > 0 && spaced * 2 >= text.split('\n').filter((line) => line.trim() !== '').length - 1;
}

/** The fit without the lines before the header, if there are such lines. */
function withoutPreamble(fit: LayoutFit, sample: Buffer, isAll: boolean): LayoutFit {
  const skipLines = preambleOf(fit);
  return skipLines === 0 ? fit : measureLayout(sample, isAll, { ...fit.layout, skipLines });
}

/** Lines before the header of an otherwise regular table; 0 where there are none, or it is not sure. */
function preambleOf({ shape, cellsOf }: LayoutFit): number {
  const width = shape.at(-1)?.cells ?? 0;
  const start = shape.findLastIndex((row) => row.cells !== width) + 1;
  const header = shape[start];
  if (width < 2 || start === 0 || shape.length - start < ROWS_TO_BE_SURE || header === undefined) return 0;
  const skipLines = header.line - 1;
  if (skipLines > PREAMBLE_LINES || shape.slice(0, start).some(({ cells }) => cells === 0 || cells >= width)) return 0;
  // a header of one name over rows of two cells is rather a header
  const isSetApart = skipLines > start || cellsOf(0, start).every(([cell]) => cell?.startsWith('#') === true);
  const [first = [], ...following] = cellsOf(start, ROWS_COMPARED);
  return (width > 2 || isSetApart) && looksLikeHeader(first, following) ? skipLines : 0;
}
