import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Origin } from '../core/origin.js';

/** An accepted example as pass 2 needs it again: its fingerprint, its numbers and its input as JSON. */
export interface SpooledExample {
  /** Place of its source among the sources. */
  readonly place: number;
  readonly high: number;
  readonly low: number;
  readonly labelSet: number;
  readonly group: number;
  readonly inputJson: string;
  readonly origin: Origin;
}

/** Temporary store of accepted examples for a source that can't be read twice: one line of JSON an example, beside the output. */
export interface Spool {
  write(example: SpooledExample): void;
  /** Flushes; nothing is written after. */
  finish(): void;
  read(): Iterable<SpooledExample>;
  remove(): void;
}

/** Bytes written or read at a time: 1 MiB. */
const BLOCK_BYTES = 1024 * 1024;

/** @param name what tells this spool from the others of the folder */
export function createSpool(directory: string, name: string | number): Spool {
  const path = join(directory, `.spool-${name}`);
  const file = attempt(path, () => openSync(path, 'w+'));
  let pending = '';

  const flush = (): void => {
    const bytes = Buffer.from(pending);
    for (let done = 0; done < bytes.length;) done += attempt(path, () => writeSync(file, bytes, done));
    pending = '';
  };

  return {
    write(example) {
      const { origin } = example;
      const { place, high, low, labelSet, group, inputJson } = example;
      const values: Spooled = [place, high, low, labelSet, group, origin.source, origin.row, origin.line, origin.byte, inputJson];
      pending += `${JSON.stringify(values)}\n`;
      if (pending.length >= BLOCK_BYTES) flush();
    },
    finish: flush,
    *read() {
      for (const line of linesOf(path, file)) {
        const values: unknown = JSON.parse(line);
        if (!isSpooled(values)) throw new LabelmillError('INTERNAL', `the spool ${path} is damaged`, { path });
        const [place, high, low, labelSet, group, source, row, at, byte, inputJson] = values;
        yield { place, high, low, labelSet, group, inputJson, origin: { source, row, line: at, byte } };
      }
    },
    remove() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

type Spooled = [number, number, number, number, number, string, number, number, number, string];

function isSpooled(values: unknown): values is Spooled {
  return Array.isArray(values) && values.length === 10;
}

function* linesOf(path: string, file: number): Iterable<string> {
  const block = Buffer.alloc(BLOCK_BYTES);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (let offset = 0; ;) {
    const count = attempt(path, () => readSync(file, block, 0, block.length, offset));
    if (count === 0) return;
    offset += count;
    const lines = (rest + decoder.write(block.subarray(0, count))).split('\n');
    rest = lines.splice(-1).join('');
    yield* lines;
  }
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new LabelmillError(
      'OUTPUT_UNWRITABLE',
      `cannot use the spool ${path}: ${reasonOf(error)}; free space beside the output`,
      { path },
      error,
    );
  }
}
