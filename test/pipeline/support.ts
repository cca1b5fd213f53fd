import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelmillError, prepare, type PrepareOptions, type PrepareResult } from '../../src/index.js';

/** Runs `body` with a folder of its own that is gone afterwards. */
export async function withFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'labelmill-'));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface Line {
  readonly text?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly labels: Readonly<Record<string, string | readonly string[]>>;
}

export interface Prepared {
  readonly result: PrepareResult;
  /** Lines per split, parsed; empty where the file is not written. */
  readonly train: readonly Line[];
  readonly validation: readonly Line[];
  readonly test: readonly Line[];
  readonly rejects: readonly {
    readonly code: string;
    readonly stage: string;
    readonly message: string;
    readonly origin: { readonly row: number };
  }[];
  /** Bytes of each split. */
  readonly bytes: Readonly<Record<'train' | 'validation' | 'test', string>>;
}

/** Prepares rows in memory (or what `options` says) into a folder that is read and removed. */
export async function prepareRows(rows: Iterable<unknown>, options: Partial<PrepareOptions> = {}): Promise<Prepared> {
  return withFolder(async (folder) => {
    const out = join(folder, 'out');
    const result = await prepare({
      sources: [{ rows }],
      mapping: { text: 'text', labels: { intent: { field: 'intent' } } },
      out,
      ...options,
    });
    const read = (name: string): Promise<string> => readFile(join(out, name), 'utf8').catch(() => '');
    const bytes = {
      train: await read('train.jsonl'),
      validation: await read('validation.jsonl'),
      test: await read('test.jsonl'),
    };
    return {
      result,
      bytes,
      train: parse(bytes.train),
      validation: parse(bytes.validation),
      test: parse(bytes.test),
      rejects: parse(await read('rejects.jsonl')),
    };
  });
}

function parse<T>(content: string): T[] {
  return content
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The error a run ends with. */
export async function failureOf(run: Promise<unknown>): Promise<LabelmillError> {
  try {
    await run;
  } catch (error) {
    if (error instanceof LabelmillError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** `count` rows of each class, with texts of their own. */
export function rowsOf(counts: Readonly<Record<string, number>>): { text: string; intent: string }[] {
  return Object.entries(counts).flatMap(([intent, count]) =>
    Array.from({ length: count }, (_, at) => ({ text: `${intent} says ${at}`, intent })),
  );
}
