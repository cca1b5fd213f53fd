import fs, { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Part } from './part.js';

/** What has happened to a part at a destination. */
export type Step =
  | { readonly state: 'planned' }
  | { readonly state: 'sending'; readonly attempt: number }
  | { readonly state: 'done'; readonly id: string }
  | { readonly state: 'refused'; readonly code: string };

/** The account of uploads beside an output folder: what was meant to be sent, and what has arrived. */
export interface Journal {
  /** The last step of these very bytes, under this name, at this destination. */
  last(destination: string, part: Part): Step | undefined;
  /** Writes a step down; it is on the disk when the promise resolves. */
  add(destination: string, part: Part, step: Step): Promise<void>;
  close(): Promise<void>;
}

/** A line of the journal. */
interface Entry {
  readonly destination: string;
  readonly name: string;
  readonly sha256: string;
  readonly step: Step;
}

/**
 * Reads the journal at `path` without changing it.
 * A last line that was cut off counts for nothing: what it said is asked of the destination.
 * @throws LabelmillError SOURCE_UNREADABLE, OUTPUT_CORRUPT
 */
export function readJournal(path: string): Pick<Journal, 'last'> & { readonly wholeBytes: number } {
  const steps = new Map<string, Step>();
  const text = readText(path);
  const wholeText = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const [at, line] of wholeText.split('\n').slice(0, -1).entries()) {
    const entry = parseEntry(line);
    if (entry === undefined) {
      const message = `${path}:${at + 1} is no line of a journal: remove the file; the destination is then asked for what it has`;
      throw new LabelmillError('OUTPUT_CORRUPT', message, { path, line: at + 1 });
    }
    steps.set(keyOf(entry.destination, entry), entry.step);
  }
  return { last: (destination, part) => steps.get(keyOf(destination, part)), wholeBytes: Buffer.byteLength(wholeText) };
}

/**
 * Opens the journal, and makes it where there is none. Every step is one line, appended and flushed before the promise resolves.
 * @throws LabelmillError SOURCE_UNREADABLE, OUTPUT_CORRUPT, OUTPUT_UNWRITABLE
 */
export async function openJournal(path: string): Promise<Journal> {
  const { last, wholeBytes } = readJournal(path);
  const steps = new Map<string, Step>();
  const handle = await written(path, async () => {
    const opened = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW, 0o600);
    await opened.truncate(wholeBytes);
    await syncFolder(dirname(path));
    return opened;
  });
  return {
    last: (destination, part) => steps.get(keyOf(destination, part)) ?? last(destination, part),
    async add(destination, part, step) {
      const { name, sha256, bytes } = part;
      const line = `${JSON.stringify({ at: new Date().toISOString(), destination, name, sha256, bytes, ...step })}\n`;
      await written(path, () => append(handle, line));
      steps.set(keyOf(destination, part), step);
    },
    close: () => handle.close(),
  };
}

function keyOf(destination: string, { name, sha256 }: Pick<Part, 'name' | 'sha256'>): string {
  return JSON.stringify([destination, name, sha256]);
}

async function append(handle: FileHandle, line: string): Promise<void> {
  await handle.appendFile(line);
  await handle.sync();
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // folders can't be opened there
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function written<Value>(path: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    const reason = reasonOf(error);
    const message = `cannot write the journal ${path} (${reason}): nothing is sent without one; mend that, then run again`;
    throw new LabelmillError('OUTPUT_UNWRITABLE', message, { path, reason }, error);
  }
}

function readText(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'ENOENT') return '';
    throw new LabelmillError('SOURCE_UNREADABLE', `cannot read the journal ${path} (${reason})`, { path, reason }, error);
  }
}

function parseEntry(line: string): Entry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('destination' in value && 'name' in value && 'sha256' in value)) return undefined;
  const { destination, name, sha256 } = value;
  if (typeof destination !== 'string' || typeof name !== 'string' || typeof sha256 !== 'string') return undefined;
  const step = parseStep(value);
  return step === undefined ? undefined : { destination, name, sha256, step };
}

function parseStep(value: object): Step | undefined {
  const state = 'state' in value ? value.state : undefined;
  if (state === 'planned') return { state };
  if (state === 'sending' && 'attempt' in value && typeof value.attempt === 'number') return { state, attempt: value.attempt };
  if (state === 'done' && 'id' in value && typeof value.id === 'string') return { state, id: value.id };
  if (state === 'refused' && 'code' in value && typeof value.code === 'string') return { state, code: value.code };
  return undefined;
}
