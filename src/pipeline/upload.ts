import { relative, resolve } from 'node:path';
import { LabelmillError } from '../core/errors.js';
import type { Manifest } from '../core/manifest.js';
import type { SplitName } from '../core/splits.js';
import { openFiles, openService } from '../mistral/mistral.js';
import {
  datasetCard,
  openDestination,
  openJournal,
  PATIENCE,
  readJournal,
  readUnchecked,
  sendParts,
  surveyFile,
  surveyPlainFile,
  type Destination,
  type DestinationOptions,
  type InputKind,
  type Part,
  type Patience,
  type Receipt,
} from '../upload/upload.js';
import { lockOutput, readManifest } from '../write/write.js';

export interface UploadOptions {
  /** One of ours by name, or the caller's own. */
  readonly to: DestinationOptions | Destination;
  /** Splits to send, for a destination that does not take everything. Default: train and validation for training, else all. */
  readonly splits?: readonly SplitName[];
  /** Says what would be sent, and sends nothing. The destination is not asked. */
  readonly dryRun?: boolean;
  /** Files on their way at once. Default 4. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Called when a file starts and after every piece of it; `bytes` falls back to 0 where it is sent again. */
  readonly onProgress?: (progress: UploadProgress) => void;
  readonly patience?: Partial<Patience>;
}

export interface UploadProgress {
  readonly name: string;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** What a destination has of a set, or with `dryRun` would have. */
export interface Upload {
  readonly destination: string;
  /** The account of uploads beside the output folder. */
  readonly journal: string;
  readonly files: readonly (Receipt | PlannedFile)[];
}

/** A file that would be sent, or that is at the destination by what the journal says. */
export interface PlannedFile extends Omit<Receipt, 'id' | 'state'> {
  readonly state: 'to-send' | 'done';
  readonly id?: string;
}

const CONCURRENCY = 4;

/**
 * Hands a prepared set to a destination, each file exactly once, whatever the network does: run it again after any failure, and
 * it sends what is missing. What is sent is proven against the manifest's digests.
 * Time: that of the network, and one pass of SHA-256 over the files (two where the manifest has none). Memory: some 10 MB a file.
 * @param folder an output folder
 * @throws LabelmillError USAGE, SOURCE_MISSING, OUTPUT_CORRUPT, OUTPUT_BUSY, NO_ROWS (nothing to send), SOURCE_CHANGED (a file is
 *         not what the manifest says), SOURCE_UNREADABLE, OUTPUT_UNWRITABLE, LIMIT_EXCEEDED, PACKAGE_MISSING, KEY_MISSING,
 *         KEY_REFUSED, SERVICE_UNREACHABLE, SERVICE_BUSY, SERVICE_REFUSED, SERVICE_CONFLICT, OUTPUT_NOT_OURS, ABORTED
 */
export async function upload(folder: string, options: UploadOptions): Promise<Upload> {
  const { concurrency = CONCURRENCY, signal = new AbortController().signal, onProgress } = options;
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new LabelmillError('USAGE', `the files sent at once must be a whole number from 1, not ${concurrency}`);
  refuseInside(folder, options.to);
  const openServiceFiles = async (server: string | undefined) =>
    openFiles(await openService({ ...(server === undefined ? {} : { server }), isDryRun: options.dryRun === true }));
  const destination = 'kind' in options.to ? await openDestination(options.to, openServiceFiles) : options.to;
  const journalPath = `${resolve(folder)}.upload.jsonl`;
  const described = { destination: destination.identity, journal: journalPath };
  if (options.dryRun === true) {
    const { parts, last } = await survey(folder, { destination, options, signal });
    const journal = readJournal(journalPath);
    const all = last === undefined ? parts : [...parts, last];
    return { ...described, files: all.map((part) => plannedFile(part, journal.last(destination.identity, part))) };
  }
  const lock = lockOutput(folder);
  try {
    const set = await survey(folder, { destination, options, signal });
    const journal = await openJournal(journalPath);
    try {
      const files = await sendParts(set, {
        destination,
        journal,
        signal,
        concurrency,
        patience: { ...PATIENCE, ...options.patience },
        onProgress: ({ name, bytes: totalBytes }, bytes) => onProgress?.({ name, bytes, totalBytes }),
      });
      return { ...described, files };
    } finally {
      await journal.close();
    }
  } finally {
    lock.release();
  }
}

interface Survey {
  readonly destination: Destination;
  readonly options: UploadOptions;
  readonly signal: AbortSignal;
}

/** Everything that is to be sent, and what is sent after it. */
async function survey(
  folder: string,
  { destination, options, signal }: Survey,
): Promise<{ readonly parts: readonly Part[]; readonly last: Part | undefined }> {
  const manifest = await openManifest(folder);
  const { takes, closing, maxFileBytes } = destination;
  if (takes === 'all' && options.splits !== undefined)
    throw new LabelmillError('USAGE', 'a copy is made of the whole set, so that it can be verified: leave the splits out');
  const splits = takes === 'all' ? undefined : new Set(options.splits ?? takes);
  const files = manifest.files.filter(
    ({ split, bytes }) => splits === undefined || (split !== undefined && bytes > 0 && splits.has(split)),
  );
  if (files.length === 0) throw new LabelmillError('NO_ROWS', `${folder} has no examples in the splits to send`, { folder });
  const parts: Part[] = [];
  for (const file of files) parts.push(...(await surveyFile(folder, file, { signal, maxFileBytes })));
  switch (closing) {
    case 'manifest':
      return { parts, last: await surveyPlainFile(folder, 'manifest.json') };
    case 'card':
      return { parts, last: await datasetCard(manifest, parts, await inputKind(parts[0])) };
    case 'nothing':
      return { parts, last: undefined };
  }
}

/** What the first example holds: its first key says so. */
async function inputKind(part: Part | undefined): Promise<InputKind> {
  if (part !== undefined) {
    for await (const block of readUnchecked(part))
      return block.subarray(0, 11).toString() === '{"messages"' ? 'messages' : 'text';
  }
  return 'text';
}

function plannedFile(part: Part, last: ReturnType<ReturnType<typeof readJournal>['last']>): PlannedFile {
  const { name, bytes, lines, sha256, split } = part;
  const file = { name, bytes, lines, sha256, ...(split === undefined ? {} : { split }) };
  return last?.state === 'done' ? { ...file, state: 'done', id: last.id } : { ...file, state: 'to-send' };
}

/** A copy inside the folder would be a file that its manifest does not list. */
function refuseInside(folder: string, to: UploadOptions['to']): void {
  if (!('kind' in to) || to.kind !== 'directory') return;
  const way = relative(resolve(folder), resolve(to.path));
  if (way === '' || !/^(?:\.\.|[/\\]|[a-z]:)/i.test(way))
    throw new LabelmillError('USAGE', `${to.path} is in the folder to be copied: name one beside it`, { path: to.path });
}

async function openManifest(folder: string): Promise<Manifest> {
  const read = await readManifest(folder);
  if ('manifest' in read) return read.manifest;
  throw new LabelmillError('OUTPUT_CORRUPT', `${folder}: ${read.fault}; prepare it again`, { folder });
}
