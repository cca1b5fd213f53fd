import { Option, type Command } from 'commander';
import { LabelmillError } from '../core/errors.js';
import type { FileSource, Format, InvalidUtf8, JsonOptions, JsonOrient, SourceInput } from '../index.js';
import { addCsvOptions, flagsToCsv, type CsvFlags } from './csv-flags.js';

/** The flags that say how the sources of a command are read, as commander hands them over. */
export interface SourceFlags extends CsvFlags {
  readonly format?: Format;
  readonly orient?: JsonOrient;
  readonly jsonHeader?: boolean;
  readonly encoding?: string;
  readonly invalidUtf8?: InvalidUtf8;
  /** False with --no-partitions. */
  readonly partitions?: boolean;
}

const FORMATS: readonly Format[] = ['csv', 'tsv', 'json', 'jsonl', 'parquet'];
const ORIENTS: readonly JsonOrient[] = ['records', 'values', 'columns', 'index', 'split', 'table', 'arrays'];

const INVALID_UTF8: readonly InvalidUtf8[] = ['error', 'reject', 'replace'];

/**
 * Adds the flags that say how sources are read; they hold for all sources of the command line.
 * @param format what the flag of their format is called, where --format is that of the answer
 */
export function addSourceOptions(command: Command, format = '--format'): void {
  command
    .optionsGroup('Sources:')
    .addOption(new Option(`${format} <format>`, 'told by the content where it is not given').choices(FORMATS))
    .addOption(new Option('--orient <orient>', "how a JSON document holds its rows, by pandas' names").choices(ORIENTS))
    .option('--json-header', 'JSON or JSONL whose rows are lists: the first one names the fields')
    .option('--encoding <name>', 'encoding of the text, such as windows-1252 (a byte order mark tells it, else utf-8)')
    .addOption(
      new Option(
        '--invalid-utf8 <rule>',
        'bytes that are not text: refuse the source, reject their rows, or replace them (error)',
      ).choices(INVALID_UTF8),
    )
    .option('--no-partitions', 'no fields from folders named key=value');
  addCsvOptions(command);
}

/**
 * The sources of the command line with what the flags say of them; a plain path where they say nothing.
 * @throws LabelmillError USAGE where the flags say something of no source
 */
export function sourceInputs(sources: readonly string[], flags: SourceFlags): readonly SourceInput[] {
  const told = toldOptions(flags);
  if (sources.length === 0 && Object.keys(told).length > 0) {
    const said = Object.keys({ ...told, ...told.csv, ...told.json }).filter((name) => name !== 'csv' && name !== 'json');
    const message = `the flags say how sources are written (${said.join(', ')}), but name none: name the sources as well, or say it in the config`;
    throw new LabelmillError('USAGE', message);
  }
  return sources.map((path) => (Object.keys(told).length === 0 ? path : { path, ...told }));
}

/** The flags again as words of a command line, for a command that reads the sources the same way. */
export function sourceFlagWords(flags: SourceFlags & { readonly where?: readonly string[] }): readonly string[] {
  const { header, fields, jsonHeader, partitions, skipInitialSpace, skipLines, where = [] } = flags;
  const named: readonly (readonly [string, string | undefined])[] = [
    ['--format', flags.format],
    ['--orient', flags.orient],
    ['--encoding', flags.encoding],
    ['--invalid-utf8', flags.invalidUtf8],
    ['--delimiter', flags.delimiter],
    ['--quote', flags.quote],
    ['--escape', flags.escape],
    ['--fields', fields?.join(',')],
    ['--duplicate-headers', flags.duplicateHeaders],
    ['--comment', flags.comment],
    ['--skip-lines', skipLines === undefined ? undefined : String(skipLines)],
    ...where.map((expression) => ['--where', expression] as const),
  ];
  return [
    ...named.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value])),
    ...(header === false && fields === undefined ? ['--no-header'] : []),
    ...(jsonHeader === true ? ['--json-header'] : []),
    ...(skipInitialSpace === true ? ['--skip-initial-space'] : []),
    ...(partitions === false ? ['--no-partitions'] : []),
  ];
}

function toldOptions(flags: SourceFlags): Omit<FileSource, 'path'> {
  const json: JsonOptions = {
    ...(flags.orient === undefined ? {} : { orient: flags.orient }),
    ...(flags.jsonHeader === undefined ? {} : { header: flags.jsonHeader }),
  };
  const csv = flagsToCsv(flags);
  return {
    ...(csv === undefined ? {} : { csv }),
    ...(flags.format === undefined ? {} : { format: flags.format }),
    ...(Object.keys(json).length === 0 ? {} : { json }),
    ...(flags.encoding === undefined ? {} : { encoding: flags.encoding }),
    ...(flags.invalidUtf8 === undefined ? {} : { invalidUtf8: flags.invalidUtf8 }),
    ...(flags.partitions === false ? { partitions: false } : {}),
  };
}
