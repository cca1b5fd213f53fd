import { LabelmillError } from '../core/errors.js';
import { READERS } from './catalogue.js';
import type { Compression } from './decompress/decompress.js';
import { detectFormat } from './detect.js';
import type { ReaderSetup, RowParser } from './reader.js';
import type { Format, Source } from './source.js';

/** Bytes from which format and dialect are told. */
export const HEAD_BYTES = 64 * 1024;

/** How large rows and tables may be. */
export type ReadLimits = Pick<ReaderSetup, 'rowLimitBytes' | 'columnLimit' | 'depthLimit'>;

/** The limits that are given, and the default of each other: rows of 16 MiB, 20,000 columns, 256 levels. */
export function limitsOf({ rowLimitBytes, columnLimit, depthLimit }: Partial<ReadLimits> = {}): ReadLimits {
  return {
    rowLimitBytes: rowLimitBytes ?? 16 * 1024 * 1024,
    columnLimit: columnLimit ?? 20_000,
    depthLimit: depthLimit ?? 256,
  };
}

/** The beginning of a text. */
export interface TextStart {
  /** The first 64 KiB in UTF-8, without byte order mark. */
  readonly text: Buffer;
  /** That is all of the text. */
  readonly isWhole: boolean;
  /** Place of its first byte. */
  readonly firstByte: number;
  readonly compression: Compression | undefined;
}

/**
 * Tells the format of a text by its beginning and starts the parser for it.
 * @throws LabelmillError FORMAT_UNKNOWN, HEADER_INVALID, USAGE
 */
export function startParser(
  source: Source,
  { text, isWhole, firstByte, compression }: TextStart,
  { directory, rowLimitBytes, columnLimit, depthLimit }: ReadLimits & { readonly directory?: string },
): { readonly format: Format; readonly parser: RowParser } {
  const { name } = source;
  const format = source.format ?? toldFormat(source) ?? detectFormat(innerName(name, compression), text, isWhole);
  const reader = READERS.get(format);
  if (reader === undefined) throw new LabelmillError('USAGE', `${name}: there is no format "${format}"`, { source: name });
  const parser = reader.start({
    source: name,
    firstByte,
    rowLimitBytes,
    columnLimit,
    depthLimit,
    csv: source.csv ?? {},
    json: source.json ?? {},
    ...(directory === undefined ? {} : { directory }),
    head: text,
    isWhole,
  });
  return { format, parser };
}

/** The name without the ending that tells the compression: `data.tsv` for `data.tsv.gz`. */
function innerName(name: string, compression: Compression | undefined): string {
  return compression === undefined ? name : name.replace(/\.(?:gz|gzip|zst|zstd)$/i, '');
}

/** Only tables have delimiters, only JSON documents have orients. */
function toldFormat({ csv, json }: Source): Format | undefined {
  if (json?.orient !== undefined) return 'json';
  if (csv?.delimiter === undefined) return undefined;
  return csv.delimiter === '\t' ? 'tsv' : 'csv';
}
