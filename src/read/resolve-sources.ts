import type { Stats } from 'node:fs';
import { access, constants, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { expandGlob, isGlob } from './expand-glob.js';
import { nearName } from '../core/near-name.js';
import { partitionOf } from './partition.js';
import { isRemote } from './remote/is-remote.js';
import type { RemoteSettings } from './remote/settings.js';
import type { FileSource, InvalidUtf8, RowsSource, Source, SourceInput } from './source.js';
import { walkFolder } from './walk-folder.js';

export interface ResolveOptions {
  /** Where relative paths start. Default: the working directory. */
  readonly baseDirectory?: string;
  /** How remote files are read; for tests. */
  readonly remote?: Partial<RemoteSettings>;
  /** What becomes of bytes that are not text, for sources that do not say. Default `error`. */
  readonly invalidUtf8?: InvalidUtf8;
  /** What `-` reads. Default: standard input. */
  readonly stdin?: Readable;
}

/**
 * Finds the sources: folders become all data files in them, globs the files that fit, both sorted by code point; a path that
 * exists is taken as it is even where it looks like a glob. Reads no content.
 * @throws LabelmillError SOURCE_MISSING, SOURCE_UNREADABLE, USAGE (a file named twice, or an input that is no source)
 */
export async function resolveSources(inputs: readonly SourceInput[], options: ResolveOptions = {}): Promise<readonly Source[]> {
  return (await resolveSourceGroups(inputs, options)).flat();
}

/** The same, with the sources of each input in a list of their own. */
export async function resolveSourceGroups(
  inputs: readonly SourceInput[],
  options: ResolveOptions = {},
): Promise<readonly (readonly Source[])[]> {
  const groups: (readonly Source[])[] = [];
  for (const input of inputs) {
    if (typeof input === 'string') groups.push(await findFiles({ path: input }, options));
    else if ('rows' in input) groups.push([rowsSource(input)]);
    else groups.push(await findFiles(input, options));
  }
  await refuseRepeats(groups.flat());
  const { invalidUtf8 } = options;
  return invalidUtf8 === undefined ? groups : groups.map((sources) => sources.map((source) => ({ invalidUtf8, ...source })));
}

function rowsSource(input: RowsSource): Source {
  const { rows, split } = input;
  const name = input.name ?? 'rows';
  if (!isIterable(rows)) {
    throw new LabelmillError('USAGE', `source "${name}": rows must be an array or another iterable of rows`, { source: name });
  }
  const found = { name, rereadable: Array.isArray(rows), content: { kind: 'rows', rows } } as const;
  return split === undefined ? found : { ...found, split };
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

async function findFiles(input: FileSource, options: ResolveOptions): Promise<readonly Source[]> {
  const { path, name, ...told } = input;
  if (typeof path !== 'string' || path === '') throw new LabelmillError('USAGE', 'a source needs a path, or rows');
  if (path === '-') {
    return [
      {
        ...toldOnly(told),
        name: name ?? '-',
        rereadable: false,
        content: { kind: 'stream', stream: options.stdin ?? process.stdin },
      },
    ];
  }
  if (isRemote(path)) {
    const { findRemote } = await import('./remote/find-remote.js');
    const files = await findRemote(path, options.remote);
    refuseSharedName(name, path, files.length);
    return files.map((file) => ({ ...toldOnly(told), name: name ?? file.name, rereadable: false, content: file.content }));
  }
  const baseDirectory = options.baseDirectory ?? process.cwd();
  const shown = await expand(path, baseDirectory);
  refuseSharedName(name, path, shown.length);
  const sources: Source[] = [];
  for (const file of shown) {
    const partition = told.partitions === false ? undefined : partitionOf(file);
    const found = await fileSource(file, name ?? file, baseDirectory);
    sources.push({ ...toldOnly(told), ...(partition && { partition }), ...found });
  }
  return sources;
}

type ToldOptions = Pick<Source, 'format' | 'split' | 'csv' | 'json' | 'encoding' | 'invalidUtf8'>;

/** @throws LabelmillError USAGE */
function refuseSharedName(name: string | undefined, path: string, count: number): void {
  if (name === undefined || count <= 1) return;
  const message = `source "${name}": ${path} stands for ${count} files, which can't have one name`;
  throw new LabelmillError('USAGE', message, { source: name });
}

/** The options that are there; an undefined one counts as not there. */
function toldOnly(told: Omit<FileSource, 'path' | 'name'>): ToldOptions {
  const { format, split, csv, json, encoding, invalidUtf8 } = told;
  return {
    ...(format && { format }),
    ...(split && { split }),
    ...(csv && { csv }),
    ...(json && { json }),
    ...(encoding && { encoding }),
    ...(invalidUtf8 && { invalidUtf8 }),
  };
}

/** Paths of the files that an input stands for, as the user would write them. */
async function expand(path: string, baseDirectory: string): Promise<readonly string[]> {
  const absolute = resolve(baseDirectory, path);
  const stats = await statOf(absolute, path);
  if (stats?.isDirectory() === true) {
    const files = await walkFolder(absolute, path).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    if (files.length > 0) return files;
    const message = `${path} holds no data files (.csv, .tsv, .json, .jsonl, .parquet, also .gz and .zst; names that begin with . or _ are left out)`;
    throw new LabelmillError('SOURCE_MISSING', message, { path });
  }
  if (stats !== undefined) return [path];
  if (!isGlob(path)) throw await missing(path, absolute);
  const files = await expandGlob(path, baseDirectory);
  if (files.length > 0) return files;
  throw new LabelmillError(
    'SOURCE_MISSING',
    `no file fits ${path} (in ${baseDirectory}); quote the pattern if the shell should leave it alone`,
    { path },
  );
}

async function fileSource(path: string, name: string, baseDirectory: string): Promise<Source> {
  const absolute = resolve(baseDirectory, path);
  const stats = await statOf(absolute, path);
  if (stats === undefined) throw await missing(path, absolute);
  await access(absolute, constants.R_OK).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const isRegular = stats.isFile();
  const found = { name, path: absolute, rereadable: isRegular, content: { kind: 'file', path: absolute } } as const;
  return isRegular ? { ...found, sizeBytes: stats.size } : found;
}

/** @returns undefined where there is no such file. */
async function statOf(absolute: string, path: string): Promise<Stats | undefined> {
  try {
    return await stat(absolute);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'ENOENT' || reason === 'ENOTDIR' || reason === 'ENAMETOOLONG') return undefined;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): LabelmillError {
  const reason = reasonOf(error);
  return new LabelmillError('SOURCE_UNREADABLE', `cannot read ${path}: ${reason}`, { path, reason }, error);
}

async function missing(path: string, absolute: string): Promise<LabelmillError> {
  const neighbours = await readdir(dirname(absolute)).catch(() => []);
  const near = nearName(basename(absolute), neighbours);
  const advice = near === undefined ? 'check the path' : `did you mean ${JSON.stringify(near)}, in the same folder?`;
  return new LabelmillError('SOURCE_MISSING', `there is no ${path} (looked for ${absolute}): ${advice}`, {
    path,
    near: near ?? '',
  });
}

/** @throws LabelmillError USAGE where one file, also under two names, or standard input is read twice. */
async function refuseRepeats(sources: readonly Source[]): Promise<void> {
  const names = new Map<string, string>();
  for (const { name, content } of sources) {
    if (content.kind === 'rows') continue;
    const identity =
      content.kind === 'remote'
        ? content.url
        : content.kind === 'stream'
          ? '-'
          : await realpath(content.path).catch(() => content.path);
    const earlier = names.get(identity);
    if (earlier !== undefined) {
      const both = earlier === name ? name : `${earlier} and ${name} are one file, which`;
      throw new LabelmillError('USAGE', `${both} is given twice; each source is read once`, { source: name });
    }
    names.set(identity, name);
  }
}
