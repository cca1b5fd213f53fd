import type { FrozenLabelSets } from '../core/label-sets.js';
import type { JsonTexts } from '../core/json-texts.js';
import { listAt } from '../core/number-lists.js';
import { quoted } from '../core/printable.js';
import { RAW_LIMIT, type RejectCode, type RejectStage } from '../core/reject.js';
import { SPLITS } from '../core/splits.js';
import { createInputStore } from '../deal/deal.js';
import type { DealSink, Lane } from '../lane/lane.js';
import {
  createShuffler,
  RECORD_HEADER_BYTES,
  rejectLine,
  type FileSummary,
  type LineFile,
  type Output,
  type Shuffle,
  type ShuffleOptions,
} from '../write/write.js';
import type { Plan } from './plan.js';
import { createRepeats, type Repeats } from './repeats.js';

export interface DealInput {
  readonly lane: Lane;
  readonly plan: Plan;
  readonly output: Output;
  readonly rejects: LineFile;
  readonly labelSets: FrozenLabelSets;
  readonly sourceCount: number;
  /** The labels of each written set as JSON. */
  readonly labelsJson: JsonTexts;
  readonly order: 'shuffled' | 'source';
  /** Whether what balance leaves out goes to the rejects file as well. */
  readonly reportsLeftOut: boolean;
  readonly directory: string;
  /** Told of every example that is written. */
  readonly onDealt?: NonNullable<DealSink['dealt']>;
}

export interface Dealt {
  readonly files: readonly FileSummary[];
  /** Lines per split and written set. */
  readonly written: readonly Float64Array[];
  readonly writtenPerSource: Float64Array;
  /** Examples left out per code, by source. */
  readonly leftOut: readonly ReadonlyMap<RejectCode, number>[];
  readonly repeats: Repeats;
}

/** Bytes of lines each split gathers in memory before it sorts them to disk: 4 MiB, which a cache can hold. */
const SHUFFLE_BYTES = 4 * 1024 * 1024;

/** Pass 2: deals every example to its split by the plan and writes the files. */
export async function dealExamples(input: DealInput): Promise<Dealt> {
  const { output, labelsJson } = input;
  const plan = { table: input.plan.table, labelsJson };
  const written = SPLITS.map(() => new Float64Array(labelsJson.length));
  const writtenPerSource = new Float64Array(input.sourceCount);
  const leftOut = Array.from({ length: input.sourceCount }, () => new Map<RejectCode, number>());
  const createShuffle = await createShuffler();
  const writers = SPLITS.map((split) => createSplitWriter(output, split, { ...input, createShuffle }));
  const store = createInputStore(input.directory, plan.table.repeatedInputs);
  const repeats = createRepeats(plan.table, store);
  const describe = createDescriber(input.labelSets);

  try {
    const count = (source: number, split: number, set: number, lines: number): void => {
      const counts = written[split];
      if (counts !== undefined) counts[set] = (counts[set] ?? 0) + lines;
      writtenPerSource[source] = (writtenPerSource[source] ?? 0) + lines;
    };
    const countLeftOut = (source: number, code: RejectCode, examples: number): void => {
      const counts = leftOut[source];
      counts?.set(code, (counts.get(code) ?? 0) + examples);
    };
    await input.lane.deal(plan, {
      line(source, split, high, low, line, set) {
        count(source, split, set, 1);
        writers[split]?.add(high, low, line);
      },
      lines: (split, records) => writers[split]?.addMany(records),
      count,
      leftOutMany: countLeftOut,
      leftOut(source, code, labelSet, origin, raw) {
        countLeftOut(source, code, 1);
        const stage = stageOf(code);
        if (stage === 'balance' && !input.reportsLeftOut) return;
        input.rejects.write(
          rejectLine({ stage, code, message: describe(code, labelSet), origin, raw: raw().slice(0, RAW_LIMIT) }),
        );
      },
      repeated: repeats.add,
      ...(input.onDealt === undefined ? {} : { dealt: input.onDealt }),
    });
    const files: FileSummary[] = [];
    for (const writer of writers) {
      const file = await writer.finish();
      if (file !== undefined) files.push(file);
    }
    return { files, written, writtenPerSource, leftOut, repeats: repeats.found() };
  } finally {
    store.close();
    for (const writer of writers) writer.close();
  }
}

interface SplitWriter {
  add(high: number, low: number, line: string): void;
  /** Records as DealSink.lines has them. */
  addMany(records: Uint8Array): void;
  /** @returns undefined where the split is empty: its file is not written */
  finish(): Promise<FileSummary | undefined>;
  close(): void;
}

interface SplitWriterParts extends DealInput {
  readonly createShuffle: (options: ShuffleOptions) => Shuffle;
}

function createSplitWriter(output: Output, split: string, input: SplitWriterParts): SplitWriter {
  let file: LineFile | undefined;
  const open = (): LineFile => (file ??= output.lines(`${split}.jsonl`));
  let shuffle: Shuffle | undefined;
  const startShuffle = (): Shuffle =>
    (shuffle ??= input.createShuffle({ directory: input.directory, memoryBytes: SHUFFLE_BYTES }));
  return {
    add(high, low, line) {
      if (input.order === 'source') open().write(line);
      else startShuffle().add(high, low, line);
    },
    addMany(records) {
      if (input.order === 'source') for (const line of linesOf(records)) open().write(line);
      else startShuffle().addMany(records);
    },
    async finish() {
      if (shuffle !== undefined) await shuffle.drain((lines, count) => open().writeMany(lines, count));
      return file?.finish();
    },
    close: () => shuffle?.close(),
  };
}

/** The lines of records, in order. */
function* linesOf(records: Uint8Array): Iterable<Uint8Array> {
  const numbers = new DataView(records.buffer, records.byteOffset, records.byteLength);
  for (let at = 0; at < records.length;) {
    const end = at + RECORD_HEADER_BYTES + numbers.getUint32(at + 12, true);
    yield records.subarray(at + RECORD_HEADER_BYTES, end);
    at = end;
  }
}

function stageOf(code: RejectCode): RejectStage {
  return code === 'class-above-maximum' || code === 'class-below-minimum' ? 'balance' : 'settle';
}

function createDescriber({ classes, sets, setOf }: FrozenLabelSets): (code: RejectCode, labelSet: number) => string {
  return (code, labelSet) => {
    const names = Array.from(listAt(sets, setOf[labelSet] ?? 0), (place) => quoted(classes.nameOf(place)));
    const labels = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
    switch (code) {
      case 'class-below-minimum':
        return `${labels}: fewer examples than the minimum`;
      case 'class-above-maximum':
        return `${labels}: beyond the maximum`;
      case 'duplicate':
        return `the same input with the same labels (${labels}) was kept already`;
      case 'contradiction':
        return `the same input carries other labels than ${labels} elsewhere`;
      case 'split-leak':
        return 'the same input was given to a split that is held out';
      default:
        return code;
    }
  };
}
