import fs, { type FileHandle } from 'node:fs/promises';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Input } from '../core/example.js';
import { printable } from '../core/printable.js';
import { isObject, malformed, ownValue, readFile, type FileObject } from './read-file.js';

/** A file of predictions that grows line by line. */
export interface PredictionsFile {
  /** The inputs that the file has no line for yet. @throws LabelmillError SOURCE_MALFORMED where it is about other inputs */
  skipKept(inputs: AsyncIterable<Input>): AsyncGenerator<Input, void, undefined>;
  append(line: string): Promise<void>;
  counts(): { readonly kept: number; readonly added: number };
  close(): Promise<void>;
}

const BLOCK_BYTES = 1 << 16;
/** What a line of predictions begins with. */
const BEGINNINGS = ['{"text":', '{"messages":'];
const LINE_FEED = 10;

/**
 * Opens a file of predictions to be taken up where it ends. A last line without its end, as a killed run leaves it, is taken off.
 * @throws LabelmillError OUTPUT_UNWRITABLE, OUTPUT_NOT_OURS
 */
export async function openPredictions(path: string, model: string): Promise<PredictionsFile> {
  let handle: FileHandle;
  try {
    handle = await fs.open(path, 'a+');
    await cutLastLine(handle, path);
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    throw unwritable(path, error);
  }
  const { size } = await handle.stat();
  let kept = 0;
  let added = 0;
  return {
    async *skipKept(inputs) {
      const lines = size === 0 ? undefined : linesOf(path);
      let next = await lines?.next();
      for await (const input of inputs) {
        if (lines === undefined || next === undefined || next.done === true) {
          yield input;
          continue;
        }
        const { value, origin } = next.value;
        const said = ownValue(value, 'model');
        if (said !== model)
          throw malformed(
            origin,
            `it is of the model ${said === undefined ? 'of another time' : printable(JSON.stringify(said))}; name another file`,
          );
        if (!isAbout(value, input))
          throw malformed(origin, 'it is about another input than the one in its place; name another file');
        kept++;
        next = await lines.next();
      }
      if (next !== undefined && next.done !== true)
        throw malformed(next.value.origin, 'there is no input for it; name another file');
    },
    async append(line) {
      try {
        await handle.appendFile(`${line}\n`);
      } catch (error) {
        throw unwritable(path, error);
      }
      added++;
    },
    counts: () => ({ kept, added }),
    close: () => handle.close(),
  };
}

async function* linesOf(path: string): AsyncGenerator<FileObject, void, undefined> {
  for await (const batch of readFile(path, {})) yield* batch;
}

function isAbout(value: Readonly<Record<string, unknown>>, input: Input): boolean {
  const text = ownValue(value, 'text');
  if (input.kind === 'text') return text === input.text;
  const messages = ownValue(value, 'messages');
  const list: readonly unknown[] = Array.isArray(messages) ? messages : [];
  return (
    list.length === input.messages.length &&
    input.messages.every(({ role, content }, at) => {
      const message = list[at];
      return isObject(message) && ownValue(message, 'role') === role && ownValue(message, 'content') === content;
    })
  );
}

/** Takes off what stands after the last line end, if that is the beginning of a line of ours. */
async function cutLastLine(handle: FileHandle, path: string): Promise<void> {
  const { size } = await handle.stat();
  let end = size;
  let rest = Buffer.alloc(0);
  while (end > 0 && !rest.includes(LINE_FEED)) {
    const block = Buffer.alloc(Math.min(end, BLOCK_BYTES));
    end -= block.length;
    await handle.read(block, 0, block.length, end);
    rest = Buffer.concat([block, rest]);
  }
  const cut = rest.subarray(rest.lastIndexOf(LINE_FEED) + 1);
  if (cut.length === 0) return;
  const start = cut.toString('latin1', 0, 12);
  if (!BEGINNINGS.some((beginning) => beginning.startsWith(start.slice(0, beginning.length))))
    throw new LabelmillError('OUTPUT_NOT_OURS', `${path} holds something else than predictions; name another file`, { path });
  await handle.truncate(size - cut.length);
}

function unwritable(path: string, error: unknown): LabelmillError {
  const reason = reasonOf(error);
  return new LabelmillError('OUTPUT_UNWRITABLE', `cannot write ${path} (${reason})`, { path, reason }, error);
}
