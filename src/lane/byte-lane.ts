import type { Halves } from '../core/rank.js';
import { isReject } from '../core/reject.js';
import type { Source, SourceSummary } from '../read/read.js';
import { createDealer, describeExample, describeText } from './deal-one.js';
import { fillDeal, takeCounts } from './deal-tables.js';
import type { DealPlan, DealSink, Lane, LaneJob, ScanSink } from './lane-job.js';
import { loadKernel, type Kernel } from './load-kernel.js';
import { readByRows } from './read-by-rows.js';
import { CARRY_BYTES, readTable, type TablePass } from './read-table.js';
import { refuseChange } from './row-lane.js';
import { setTable, type TableShape } from './table-shape.js';
import { takeRow } from './take-row.js';

/** Bytes read at a time: each wait for a block costs some 30 µs, more on a busy machine. */
const BLOCK_BYTES = 1024 * 1024;
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
  const blockBytes = job.blockBytes ?? BLOCK_BYTES;
  const kernel = await loadKernel(job.hashing, blockBytes + CARRY_BYTES + HEAD_ROOM);
  const summaries: SourceSummary[] = [];
  let known = '';

  /** Reads a source; what the kernel learned of labels holds for the next one where its table is written alike. */
  const read = (source: Source, pass: TablePass): Promise<SourceSummary> => {
    if (!tables.has(source)) return readByRows(job, source, pass.row);
    const onTable = (shape: TableShape): void => {
      const alike = `${source.split ?? ''}:${shape.quote}`;
      if (alike !== known) kernel.exports.clearLabels();
      known = alike;
      setTable(kernel.exports, shape);
    };
    return readTable(job, source, { kernel, fields, blockBytes, onTable, pass });
  };

  return {
    name: 'bytes',
    async scan(sink) {
      for (const [place, source] of job.sources.entries()) {
        summaries.push(await read(source, createScanPass(job, { kernel, sink, source, place })));
      }
      return summaries;
    },
    async deal(plan, sink) {
      fillDeal(kernel.exports, plan);
      for (const [place, source] of job.sources.entries()) {
        const summary = await read(source, createDealPass(job, plan, { kernel, sink, source, place }));
        takeCounts(kernel.exports, plan, (split, set, lines) => sink.count(place, split, set, lines));
        refuseChange(source, summaries[place], summary);
      }
    },
    close: () => undefined,
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
  return {
    walk: exports.dealRows,
    take() {
      for (let split = 0; split < 3; split++) {
        const size = exports.linesSize(split);
        if (size > 0) sink.lines(split, new Uint8Array(exports.memory.buffer, exports.linesAt(split), size));
      }
      exports.takeLines();
      const below = exports.below.value;
      const above = exports.above.value;
      if (below > 0) sink.leftOutMany(place, 'class-below-minimum', below);
      if (above > 0) sink.leftOutMany(place, 'class-above-maximum', above);
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
