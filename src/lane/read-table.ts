import { LabelmillError } from '../core/errors.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import {
  changedSource,
  checkUtf8,
  limitsOf,
  LOOK_BYTES,
  lookAtHead,
  rawText,
  readContent,
  type Content,
  type PlainText,
  type Source,
  type SourceSummary,
} from '../read/read.js';
import type { LaneJob } from './lane-job.js';
import { STOPS, type Kernel, type Stop } from './load-kernel.js';
import { faultOf } from './read-by-rows.js';
import type { RowForm } from './row-form.js';
import type { TablePass } from './table-pass.js';
import type { CrewReading } from './threads/crew.js';
import { upToFault } from './up-to-fault.js';

/** Threads that read ahead. */
export interface Ahead {
  /** Called at the end of the first chunk, where the kernel knows how the rows lie. */
  readonly start: () => CrewReading;
  /** Labels that were learned. */
  readonly define: (key: Uint8Array, labelSet: number) => void;
  /** Where rows begin at the start of each chunk: noted in pass 1. */
  readonly note: (chunk: number, start: number) => void;
}

/** Longest part of a row kept from block to block; a longer row goes the row way. */
export const CARRY_BYTES = 1024 * 1024;
/** After so many visits to the row way, a source with more than one in EVERY rows stays there. */
const VISITS = 2000;
const EVERY = 8;

/**
 * Reads a source to its end: the kernel walks over the rows it understands, and each row it does not goes to the reader's own
 * parser, which counts on from there. So every reject, place and error is the row lane's.
 * @throws LabelmillError what readSource throws
 */
export async function readTable(
  job: LaneJob,
  source: Source,
  work: {
    readonly kernel: Kernel;
    readonly form: RowForm;
    readonly blockBytes: number;
    /** Called once the kernel knows how the rows lie, and told how their values are written. */
    readonly onForm: (written: string) => void;
    readonly pass: TablePass;
    readonly ahead: Ahead | undefined;
  },
): Promise<SourceSummary> {
  const { kernel, form, pass, blockBytes, ahead } = work;
  const window = Buffer.from(kernel.exports.memory.buffer, kernel.window, kernel.windowBytes);
  let used = 0;
  const content = await readContent(source, {
    chunkSizeBytes: blockBytes,
    digestBlockBytes: blockBytes,
    allocate: (size) => window.subarray(used, used + size),
    ...(job.signal === undefined ? {} : { signal: job.signal }),
    ...(job.onBytes === undefined ? {} : { onBytes: job.onBytes }),
  });
  let valid = 0;
  let at = 0;
  let rows = 0;
  let parsed: PlainText | undefined;
  let isDescribed = false;
  let isBroken = false;
  let visits = 0;
  let isStaying = false;
  // the visit that is under way
  let isVisiting = true;
  let visitBytes = 0;
  let definesLabels = false;

  const start = async (isWhole: boolean): Promise<PlainText> => {
    const head = {
      bytes: Buffer.from(window.subarray(0, Math.min(used, LOOK_BYTES + 1))),
      isWhole,
      compression: content.compression,
    };
    const look = await lookAtHead(source, head, limitsOf(job.limits));
    if (look.kind !== form.kind) throw changedSource(source);
    at = valid = look.text.firstByte;
    return look.text;
  };

  /** Lets the kernel go on, and says why it stopped. */
  const walk = (parser: PlainText['parser']): Stop => {
    const { exports } = kernel;
    exports.beginScan(at);
    const stop = STOPS[pass.walk(kernel.window, valid)] ?? 'unusual';
    pass.take();
    const position = exports.position.value;
    const read = {
      bytes: position - at,
      lines: exports.lines.value,
      rows: exports.rows.value,
      blankLines: exports.blanks.value,
    };
    parser.skip?.(read);
    rows += read.rows;
    at = position;
    if (stop === 'repeated') takeRepeated(parser.line());
    return stop;
  };

  /** @param next line behind the row */
  const takeRepeated = (next: number): void => {
    const from = kernel.exports.repeatedFrom.value;
    const line = next - kernel.exports.repeatedLines.value;
    const origin = { source: source.name, row: rows, line, byte: content.size() - used + from };
    pass.repeated(origin, () => rawText(window, from, kernel.exports.repeatedTo.value));
  };

  const visit = (stop: Stop): void => {
    isVisiting = true;
    visitBytes = 0;
    definesLabels = stop === 'unknown-labels';
    visits++;
  };

  const takeItems = (items: readonly (Row | Reject)[]): void => {
    for (const item of items) {
      rows++;
      const labelSet = pass.row(item);
      // the first row of a visit is the one whose labels the kernel holds as its key
      if (definesLabels && labelSet >= 0) {
        const { keyAt, keySize, defineLabels, memory } = kernel.exports;
        ahead?.define(new Uint8Array(memory.buffer, keyAt.value, keySize.value).slice(), labelSet);
        if (defineLabels(keyAt.value, keySize.value, labelSet) === 0) isStaying = true;
      }
      definesLabels = false;
    }
  };

  /** What the parser can't go on with is told in the words of the row lane, which reads in other pieces. */
  const parse = (parser: PlainText['parser'], items: () => readonly (Row | Reject)[]): void => {
    const { rows, fault } = upToFault(parser, items);
    takeItems(rows);
    if (fault === undefined) return;
    if (fault.code !== 'SOURCE_MALFORMED') throw fault;
    isBroken = true;
  };

  /** Gives the parser pieces, twice as large each time it wants more, and returns to the kernel between two rows. */
  const pushPiece = ({ parser }: PlainText): void => {
    const pieceEnd = isStaying ? -1 : form.pieceEnd(window, at, visitBytes, valid);
    const end = pieceEnd < 0 ? valid : pieceEnd;
    parse(parser, () => parser.push(Buffer.from(window.subarray(at, end))));
    visitBytes += end - at;
    at = end;
    if (isBroken || isStaying || parser.isBetweenRows?.() !== true) return;
    const written = isDescribed ? undefined : form.describe(parser);
    if (typeof written === 'string') {
      isDescribed = true;
      work.onForm(written);
    }
    isStaying ||= written === false || (visits > VISITS && visits * EVERY > rows);
    isVisiting = !isDescribed || isStaying;
  };

  /** @returns whether bytes are reached that are not UTF-8, or that the parser can't go on with */
  const advance = (text: PlainText, isLast: boolean): boolean => {
    const check = checkUtf8(window.subarray(valid, used));
    valid += check.validSize;
    const isCut = check.isBroken || (isLast && valid < used);
    while (at < valid && !isBroken) {
      if (isVisiting) {
        pushPiece(text);
        continue;
      }
      const stop = walk(text.parser);
      if (stop === 'full' || stop === 'repeated') continue;
      if (stop !== 'needs-more' || isLast || isCut || valid - at > CARRY_BYTES - 4) visit(stop);
      else break;
    }
    if (isCut || isBroken) return true;
    if (isLast) parse(text.parser, () => text.parser.end());
    window.copyWithin(0, at, used);
    used -= at;
    valid -= at;
    at = 0;
    return isBroken;
  };

  let reading: CrewReading | undefined;
  let asked = 0;
  /** At the end of a chunk: goes past those that other threads walked over. */
  const goPast = async ({ parser }: PlainText): Promise<void> => {
    if (ahead === undefined || content.compression !== undefined || isVisiting || content.size() % blockBytes !== 0) return;
    if (content.size() / blockBytes === asked) return;
    asked = content.size() / blockBytes;
    let from = content.size() - used;
    ahead.note(asked, from);
    reading ??= ahead.start();
    for (let walked = await reading.take(asked, from); walked !== undefined; walked = await reading.take(asked, from)) {
      pass.accept(walked, { rows, line: parser.line() });
      reading.giveBack(walked);
      parser.skip?.({ bytes: walked.end - walked.start, lines: walked.lines, rows: walked.rows, blankLines: walked.blankLines });
      rows += walked.rows;
      from = walked.end;
      used = at = valid = 0;
      content.jump(from, [walked.digest]);
      if (!walked.isWhole) return;
      ahead.note(++asked, from);
    }
  };

  try {
    for await (const chunk of content.chunks) {
      used += chunk.length;
      if (parsed === undefined && used <= LOOK_BYTES) continue;
      parsed ??= await start(false);
      if (advance(parsed, false)) throw await faultOf(job, source);
      await goPast(parsed);
    }
    parsed ??= await start(used <= LOOK_BYTES);
    if (advance(parsed, true)) throw await faultOf(job, source);
  } catch (error) {
    if (error instanceof LabelmillError && error.code !== 'SOURCE_CHANGED') await content.stored.confirm();
    throw error;
  } finally {
    reading?.end();
    await content.close();
  }
  return summarize(source, content, parsed, rows);
}

function summarize(
  { name }: Source,
  { stored, compression }: Content,
  { format, parser }: PlainText,
  rows: number,
): SourceSummary {
  const read = { name, format, bytes: stored.size(), digest: stored.digest(), rows, blankLines: parser.blankLines() };
  const csv = parser.dialect?.();
  const orient = parser.orient?.();
  return {
    ...read,
    ...(csv === undefined ? {} : { csv }),
    ...(orient === undefined ? {} : { orient }),
    ...(compression === undefined ? {} : { compression }),
  };
}
