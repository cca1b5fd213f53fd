import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { FileReader, FileReaderSetup } from './reader.js';
import type { Source } from './source.js';

/** What a source that is read by position comes as. */
export interface Content {
  readonly source: Source;
  /** All of its bytes, decompressed. */
  readonly chunks: AsyncIterable<Buffer>;
  /** The bytes are those of the source as it is stored. */
  readonly isStored: boolean;
  /** Folder for temporary files; without it the system's. */
  readonly directory: string | undefined;
}

/**
 * The rows of a source whose format is read by position: of a file where it lies, once its bytes went by (for its digest); of
 * anything else from a temporary copy.
 * @throws LabelmillError OUTPUT_UNWRITABLE where there is no room for the copy; what the reader throws
 */
export async function* readByPosition(
  reader: FileReader,
  content: Content,
  setup: FileReaderSetup,
): AsyncGenerator<readonly (Row | Reject)[], void, undefined> {
  const { source, chunks } = content;
  if (content.isStored && source.rereadable && source.content.kind === 'file') {
    const iterator = chunks[Symbol.asyncIterator]();
    while ((await iterator.next()).done !== true);
    yield* reader.read(source.content.path, setup);
    return;
  }
  const parent = content.directory ?? tmpdir();
  const folder = await mkdtemp(join(parent, '.labelmill-')).catch((error: unknown) => {
    throw noCopy(source.name, parent, error);
  });
  try {
    const path = join(folder, 'copy');
    await copyTo(path, content);
    yield* reader.read(path, setup);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyTo(path: string, { source, chunks }: Content): Promise<void> {
  const refuse = (error: unknown): never => {
    throw noCopy(source.name, path, error);
  };
  const file = await open(path, 'wx', 0o600).catch(refuse);
  try {
    for await (const chunk of chunks) await file.writeFile(chunk).catch(refuse);
  } finally {
    await file.close();
  }
}

function noCopy(name: string, path: string, error: unknown): LabelmillError {
  const message = `cannot keep a temporary copy of ${name}, which its format needs (${path}): ${reasonOf(error)}; free space there, or decompress it to a file first`;
  return new LabelmillError('OUTPUT_UNWRITABLE', message, { source: name, path }, error);
}
