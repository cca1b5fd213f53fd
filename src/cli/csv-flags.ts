import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CsvOptions } from '../index.js';

/** The flags that say how a table is written, as commander hands them over. */
export interface CsvFlags {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  /** False with --no-header. */
  readonly header?: boolean;
  readonly fields?: readonly string[];
  readonly comment?: string;
  readonly skipLines?: number;
  readonly skipInitialSpace?: boolean;
  readonly duplicateHeaders?: 'refuse' | 'position';
}

/** Adds the flags of the dialect of a table to a command. */
export function addCsvOptions(command: Command): void {
  command
    .optionsGroup('Tables (told by the content where not given):')
    .option('--delimiter <text>', 'what stands between cells; tab for a tab', delimiter)
    .option('--quote <character>', 'character around cells; none where quotes are text')
    .option('--escape <character>', 'what makes a quote in a quoted cell text (the quote, doubled)')
    .option('--no-header', 'the first row is data; fields are positions from 0')
    .option('--fields <names>', 'names of the fields, a,b,c; the first row is data', names)
    .addOption(new Option('--duplicate-headers <rule>', 'two columns of one name (refuse)').choices(['refuse', 'position']))
    .option('--comment <text>', 'skip lines that begin with this')
    .option('--skip-lines <n>', 'lines before the header to skip', wholeNumber)
    .option('--skip-initial-space', 'spaces at the start of a cell are not part of it');
}

/** What the flags say of a table; undefined where they say nothing. */
export function flagsToCsv(flags: CsvFlags): CsvOptions | undefined {
  const { quote, escape, header, fields, comment, skipLines, skipInitialSpace, duplicateHeaders } = flags;
  const csv: CsvOptions = {
    ...(flags.delimiter === undefined ? {} : { delimiter: flags.delimiter }),
    ...(quote === undefined ? {} : { quote: quote === 'none' ? false : quote }),
    ...(escape === undefined ? {} : { escape }),
    ...(fields === undefined ? (header === false ? { header } : {}) : { header: fields }),
    ...(comment === undefined ? {} : { comment }),
    ...(skipLines === undefined ? {} : { skipLines }),
    ...(skipInitialSpace === undefined ? {} : { skipInitialSpace }),
    ...(duplicateHeaders === undefined ? {} : { duplicateHeaders }),
  };
  return Object.keys(csv).length === 0 ? undefined : csv;
}

/** A shell can't easily pass a tab. */
function delimiter(value: string): string {
  return value === 'tab' || value === '\\t' ? '\t' : value;
}

function names(value: string): readonly string[] {
  return value.split(',');
}

function wholeNumber(value: string): number {
  if (/^\d+$/.test(value) && Number.isSafeInteger(Number(value))) return Number(value);
  throw new InvalidArgumentError('It takes a whole number.');
}
