import { statSync } from 'node:fs';
import { canonicalJson } from '../core/canonical-json.js';
import type { Origin } from '../core/origin.js';
import type { Halves } from '../core/rank.js';
import { isReject } from '../core/reject.js';
import { DIGEST_BLOCK_BYTES, rawText, type PlainKind, type Source, type SourceSummary } from '../read/read.js';
import { createDealer, describeExample, describeInput, keysOf } from './deal-one.js';
import { fillDeal, takeCounts } from './deal-tables.js';
import { jsonForm } from './json-form.js';
import type { DealPlan, DealSink, Lane, LaneJob, ScanSink } from './lane-job.js';
import { loadKernel, type Kernel } from './load-kernel.js';
import { createPageAreas } from './page-areas.js';
import { readByRows } from './read-by-rows.js';
import { readPages, type PagesAhead } from './read-pages.js';
import { CARRY_BYTES, readTable, type Ahead } from './read-table.js';
import { readAgain } from './row-lane.js';
import type { RowFields, RowForm } from './row-form.js';
import { tableForm } from './table-shape.js';
import type { TablePass } from './table-pass.js';
import { takeRow } from './take-row.js';
import { startCrew } from './threads/crew.js';
import type { RepeatedRow } from './threads/messages.js';
import { inOrder } from './threads/record-order.js';
import { unpack } from './threads/repeated-rows.js';
import { createWatcher, type Watcher } from './watch-examples.js';

/** Bytes behind the window that the kernel may look at. */
const HEAD_ROOM = 128 * 1024;
/** Stretches of a Parquet file from which a worker gets some to do while main does others. */
const LEAST_STRETCHES = 4;

/**
 * The lane for tables, JSON and Parquet in files: a WebAssembly kernel goes from bytes to entries and lines, and hands
 * each row it finds unusual to the row way, as it does all rows of sources that are none of these. See canTake for what it takes, kernel/README.md for how it works.
 * About 120 ns a row of 75 bytes in pass 1, reading included (measured on a busy machine). Memory does not grow with the rows.
 */
export async function createByteLane(
  job: LaneJob,
  fields: RowFields,
  plain: ReadonlyMap<Source, PlainKind | 'pages'>,
  hire = startCrew,
): Promise<Lane> {
  const blockBytes = job.blockBytes ?? DIGEST_BLOCK_BYTES;
  const kernel = await loadKernel(job.hashing, blockBytes + CARRY_BYTES + HEAD_ROOM);
  const pageAreas = createPageAreas(kernel);
  const crew =
    job.threads > 1 && job.onExample === undefined
      ? hire({ threads: job.threads, hashing: job.hashing, chunkBytes: blockBytes, signal: job.signal })
      : undefined;
  const summaries: SourceSummary[] = [];
  const starts = new Map<Source, number[]>();
  let known = '';
  const watcher = job.onExample === undefined ? undefined : createWatcher(job, fields, job.onExample);
  if (watcher !== undefined) kernel.exports.watchExamples();

  /** Threads ahead in a source, where they can tell where its rows begin. */
  const aheadIn = (source: Source, form: RowForm, pass: 'scan' | 'deal'): Ahead | undefined => {
    const { path } = source;
    if (crew === undefined || path === undefined || !form.isInLines) return undefined;
    const noted = starts.get(source) ?? [];
    starts.set(source, noted);
    return {
      define: crew.define,
      note(chunk, start) {
        if (pass === 'scan') noted[chunk] = start;
      },
      start() {
        const chunks = Math.ceil(statSync(path).size / blockBytes);
        const starts = pass === 'scan' ? undefined : Float64Array.from(noted);
        return crew.read({ path, form: form.order(), pass, chunks, starts });
      },
    };
  };

  /** Threads ahead in a file of pages, where it has stretches enough for them. */
  const aheadInPages = ({ path }: Source, pass: 'scan' | 'deal'): PagesAhead | undefined => {
    if (crew === undefined || path === undefined) return undefined;
    return {
      define: crew.define,
      start(starts) {
        const chunks = starts.length - 1;
        return chunks < LEAST_STRETCHES ? undefined : crew.read({ path, form: { kind: 'pages', fields }, pass, chunks, starts });
      },
    };
  };

  const keepLabels = (alike: string): void => {
    if (alike !== known) {
      kernel.exports.clearLabels();
      crew?.forgetLabels();
    }
    known = alike;
  };

  /** Reads a source; what the kernel learned of labels holds for the next one where its values are written alike. */
  const read = (source: Source, pass: TablePass, name: 'scan' | 'deal'): Promise<SourceSummary> => {
    const kind = plain.get(source);
    if (kind === undefined) return readByRows(job, source, pass.row);
    if (kind === 'pages') {
      // types may differ from file to file
      keepLabels(`pages ${job.sources.indexOf(source)}`);
      return readPages(job, source, { kernel, areas: pageAreas, fields, blockBytes, pass, ahead: aheadInPages(source, name) });
    }
    const form = kind === 'table' ? tableForm(kernel, fields) : jsonForm(kernel, fields, kind);
    const onForm = (written: string): void => keepLabels(`${source.split ?? ''}:${written}`);
    return readTable(job, source, { kernel, form, blockBytes, onForm, pass, ahead: aheadIn(source, form, name) });
  };

  return {
    name: 'bytes',
    async scan(sink) {
      for (const [place, source] of job.sources.entries()) {
        summaries.push(await read(source, createScanPass(job, { kernel, fields, sink, source, place }, watcher), 'scan'));
      }
      return summaries;
    },
    async deal(plan, sink) {
      const input = fields.messages === undefined ? 'text' : 'messages';
      const numbers = { numbers: plan.table.numbers, labelsJson: plan.labelsJson, input } as const;
      fillDeal(kernel.exports, numbers);
      crew?.plan(numbers);
      for (const [place, source] of job.sources.entries()) {
        const pass = createDealPass(job, plan, { kernel, fields, sink, source, place });
        await readAgain(source, summaries[place], () => read(source, pass, 'deal'));
        takeCounts(kernel.exports, plan.labelsJson.length, (split, set, lines) => sink.count(place, split, set, lines));
      }
    },
    close: () => crew?.close(),
  };
}

interface PassParts<Sink> {
  readonly kernel: Kernel;
  readonly fields: RowFields;
  readonly sink: Sink;
  readonly source: Source;
  readonly place: number;
}

function createScanPass(
  job: LaneJob,
  { kernel, sink, source, place }: PassParts<ScanSink>,
  watcher: Watcher | undefined,
): TablePass {
  const { exports } = kernel;
  const print: Halves = { high: 0, low: 0 };
  return {
    walk: exports.scanRows,
    walkSpans: exports.scanSpans,
    take() {
      const count = exports.entryCount.value;
      if (count > 0) sink.examples(new Uint32Array(exports.memory.buffer, exports.entriesAt(), count * 3));
      exports.takeEntries();
    },
    repeated: (origin, raw) => watcher?.passed(kernel, origin, raw),
    accept: ({ found }) => found.entries.forEach((entries) => sink.examples(entries)),
    row(row) {
      const taken = takeRow(job, source, row);
      if (isReject(taken)) {
        sink.reject(place, taken);
        return -1;
      }
      const labelSet = job.labelSets.intern(taken.labels, taken.split);
      job.fingerprint(taken.input, print);
      watcher?.taken(taken, { labelSet, ...print });
      job.selectRank(print.high, print.low, print);
      sink.example(print.high, print.low, labelSet, 0);
      return labelSet;
    },
  };
}

function createDealPass(job: LaneJob, plan: DealPlan, { kernel, fields, sink, source, place }: PassParts<DealSink>): TablePass {
  const { exports } = kernel;
  const deal = createDealer(job, plan, sink);
  const leaveOut = (below: number, above: number): void => {
    if (below > 0) sink.leftOutMany(place, 'class-below-minimum', below);
    if (above > 0) sink.leftOutMany(place, 'class-above-maximum', above);
  };
  const dealRepeated = (found: Pick<RepeatedRow, 'text' | 'labelSet' | 'print'>, origin: Origin, raw: () => string): void => {
    const text = Buffer.from(found.text).toString();
    const inputJson = fields.messages === undefined ? `"text":${canonicalJson(text)}` : `"messages":${text}`;
    deal(describeInput({ place, inputJson, print: found.print, labelSet: found.labelSet, origin }), raw);
  };
  return {
    walk: exports.dealRows,
    walkSpans: exports.dealSpans,
    take() {
      for (let split = 0; split < 3; split++) {
        const size = exports.linesSize(split);
        if (size > 0) sink.lines(split, new Uint8Array(exports.memory.buffer, exports.linesAt(split), size));
      }
      exports.takeLines();
      leaveOut(exports.below.value, exports.above.value);
    },
    repeated(origin, raw) {
      const { repeatedText, repeatedSize, repeatedLabels, repeatedPrint, memory } = exports;
      const text = new Uint8Array(memory.buffer, repeatedText.value, repeatedSize.value);
      dealRepeated({ text, labelSet: repeatedLabels.value, print: repeatedPrint.value }, origin, raw);
    },
    accept({ found }, before) {
      leaveOut(found.below, found.above);
      for (let at = 0; at < found.counts.length; at += 3) {
        const [split = 0, set = 0, lines = 0] = found.counts.slice(at, at + 3);
        sink.count(place, split, set, lines);
      }
      const records = inOrder(found, sink.lines);
      for (const repeated of unpack(found.repeated)) {
        const { row, line, byte, raw } = repeated;
        const origin = { source: source.name, row: before.rows + row, line: before.line + line, byte };
        records.upTo(repeated.before);
        dealRepeated(repeated, origin, () => rawText(Buffer.from(raw), 0, raw.length));
      }
      records.rest();
    },
    row(row) {
      const taken = takeRow(job, source, row);
      if (isReject(taken)) return -1;
      const described = describeExample(place, taken, keysOf(job, taken));
      deal(described, taken.raw);
      return described.labelSet;
    },
  };
}
