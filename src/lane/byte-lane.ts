import type { Halves } from '../core/rank.js';
import { isReject } from '../core/reject.js';
import { DIGEST_BLOCK_BYTES, rawText, type Source, type SourceSummary } from '../read/read.js';
import { createDealer, describeExample, describeText } from './deal-one.js';
import { fillDeal, takeCounts } from './deal-tables.js';
import type { DealPlan, DealSink, Lane, LaneJob, ScanSink } from './lane-job.js';
import { loadKernel, type Kernel } from './load-kernel.js';
import { readByRows } from './read-by-rows.js';
import { CARRY_BYTES, readTable, type Ahead, type TablePass } from './read-table.js';
import { refuseChange } from './row-lane.js';
import { setTable, type TableShape } from './table-shape.js';
import { takeRow } from './take-row.js';
import { startCrew } from './threads/crew.js';

/** Bytes behind the window that the kernel may look at. */
const HEAD_ROOM = 128 * 1024;

/**
 * The lane for tables in files: a WebAssembly kernel goes from bytes to entries and lines, and hands each row it finds
 * unusual to the row way, as it does all rows of sources that are no tables. See canTake for what it takes, kernel/README.md for how it works.
 * About 120 ns a row of 75 bytes in pass 1, reading included (measured on a busy machine). Memory does not grow with the rows.
 */
export async function createByteLane(
  job: LaneJob,
  fields: { readonly text: string; readonly keys: readonly string[] },
  tables: ReadonlySet<Source>,
): Promise<Lane> {
  const blockBytes = job.blockBytes ?? DIGEST_BLOCK_BYTES;
  const kernel = await loadKernel(job.hashing, blockBytes + CARRY_BYTES + HEAD_ROOM);
  const crew = job.threads > 1 ? startCrew({ threads: job.threads, hashing: job.hashing, chunkBytes: blockBytes }) : undefined;
  const summaries: SourceSummary[] = [];
  const starts = new Map<Source, number[]>();
  let known = '';

  /** Reads a source; what the kernel learned of labels holds for the next one where its table is written alike. */
  const read = (source: Source, pass: TablePass, kind: 'scan' | 'deal'): Promise<SourceSummary> => {
    if (!tables.has(source)) return readByRows(job, source, pass.row);
    let shape: TableShape | undefined;
    const onTable = (described: TableShape): void => {
      const alike = `${source.split ?? ''}:${described.quote}`;
      if (alike !== known) {
        kernel.exports.clearLabels();
        crew?.forgetLabels();
      }
      known = alike;
      shape = described;
      setTable(kernel.exports, described);
    };
    const noted = starts.get(source) ?? [];
    starts.set(source, noted);
    const ahead: Ahead | undefined = crew && {
      define: crew.define,
      note(chunk, start) {
        if (kind === 'scan') noted[chunk] = start;
      },
      start() {
        if (shape === undefined || source.path === undefined) throw new RangeError('the table is not described');
        return crew.read({
          path: source.path,
          shape,
          pass: kind,
          starts: kind === 'scan' ? undefined : Float64Array.from(noted),
        });
      },
    };
    return readTable(job, source, { kernel, fields, blockBytes, onTable, pass, ahead });
  };

  return {
    name: 'bytes',
    async scan(sink) {
      for (const [place, source] of job.sources.entries()) {
        summaries.push(await read(source, createScanPass(job, { kernel, sink, source, place }), 'scan'));
      }
      return summaries;
    },
    async deal(plan, sink) {
      const numbers = { numbers: plan.table.numbers, labelsJson: plan.labelsJson };
      fillDeal(kernel.exports, numbers);
      crew?.plan(numbers);
      for (const [place, source] of job.sources.entries()) {
        const summary = await read(source, createDealPass(job, plan, { kernel, sink, source, place }), 'deal');
        takeCounts(kernel.exports, plan.labelsJson.length, (split, set, lines) => sink.count(place, split, set, lines));
        refuseChange(source, summaries[place], summary);
      }
    },
    close: () => crew?.close(),
  };
}

interface PassParts<Sink> {
  readonly kernel: Kernel;
  readonly sink: Sink;
  readonly source: Source;
  readonly place: number;
}

function createScanPass(job: LaneJob, { kernel, sink, source, place }: PassParts<ScanSink>): TablePass {
  const { exports } = kernel;
  const print: Halves = { high: 0, low: 0 };
  return {
    walk: exports.scanRows,
    take() {
      const count = exports.entryCount.value;
      if (count > 0) sink.examples(new Uint32Array(exports.memory.buffer, exports.entriesAt(), count * 3));
      exports.takeEntries();
    },
    repeated: () => undefined,
    accept: ({ found }) => found.entries.forEach((entries) => sink.examples(entries)),
    row(row) {
      const taken = takeRow(job, source, row);
      if (isReject(taken)) {
        sink.reject(place, taken);
        return -1;
      }
      const labelSet = job.labelSets.intern(taken.labels, taken.split);
      job.fingerprint(taken.input, print);
      job.selectRank(print.high, print.low, print);
      sink.example(print.high, print.low, labelSet, 0);
      return labelSet;
    },
  };
}

function createDealPass(job: LaneJob, plan: DealPlan, { kernel, sink, source, place }: PassParts<DealSink>): TablePass {
  const { exports } = kernel;
  const deal = createDealer(job, plan, sink);
  const leaveOut = (below: number, above: number): void => {
    if (below > 0) sink.leftOutMany(place, 'class-below-minimum', below);
    if (above > 0) sink.leftOutMany(place, 'class-above-maximum', above);
  };
  return {
    walk: exports.dealRows,
    take() {
      for (let split = 0; split < 3; split++) {
        const size = exports.linesSize(split);
        if (size > 0) sink.lines(split, new Uint8Array(exports.memory.buffer, exports.linesAt(split), size));
      }
      exports.takeLines();
      leaveOut(exports.below.value, exports.above.value);
    },
    accept({ found }, before) {
      found.records.forEach((list, split) => list.forEach((records) => sink.lines(split, records)));
      leaveOut(found.below, found.above);
      for (let at = 0; at < found.counts.length; at += 3) {
        const [split = 0, set = 0, lines = 0] = found.counts.slice(at, at + 3);
        sink.count(place, split, set, lines);
      }
      for (const { row, line, byte, raw, text, labelSet, print } of found.repeated) {
        const origin = { source: source.name, row: before.rows + row, line: before.line + line, byte };
        const example = describeText({ place, text: Buffer.from(text).toString(), print, labelSet, origin });
        deal(example, () => rawText(Buffer.from(raw), 0, raw.length));
      }
    },
    repeated(origin, raw) {
      const { repeatedText, repeatedSize, repeatedLabels, repeatedPrint, memory } = exports;
      const text = Buffer.from(memory.buffer, repeatedText.value, repeatedSize.value).toString();
      deal(describeText({ place, text, print: repeatedPrint.value, labelSet: repeatedLabels.value, origin }), raw);
    },
    row(row) {
      const taken = takeRow(job, source, row);
      if (isReject(taken)) return -1;
      const described = describeExample(job, place, taken);
      deal(described, taken.raw);
      return described.labelSet;
    },
  };
}
