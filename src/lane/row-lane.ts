import { isOfContent } from '../core/errors.js';
import type { Example } from '../core/example.js';
import type { Halves } from '../core/rank.js';
import { isReject, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { SplitName } from '../core/splits.js';
import type { Turn } from '../normalize/normalize.js';
import { changedSource, readSource, type Source, type SourceSummary } from '../read/read.js';
import type { Validator } from '../validate/validate.js';
import { createDealer, describeExample, keysOf, type Dealer } from './deal-one.js';
import { createTurnGatherer, type TurnGatherer } from './gather-turns.js';
import { joinTurns } from './join-conversation.js';
import type { Lane, LaneJob, ScanSink, SourceShape } from './lane-job.js';
import { createSpool, type Spool } from './spool.js';

/**
 * The lane that takes every input: rows by csv-parse, stream-json or JSON.parse, examples as objects, validated by ajv.
 * About 5 µs a row and pass beside what the reader costs. Memory does not grow with the rows.
 */
export function createRowLane(job: LaneJob): Lane {
  const summaries: SourceSummary[] = [];
  const spools = new Map<number, Spool>();
  let conversations: Spool | undefined;
  let gatherer: TurnGatherer | undefined;
  const rank: Halves = { high: 0, low: 0 };

  const scanOne = (sink: ScanSink, { example, place }: { example: Example; place: number }, spool: Spool | undefined): void => {
    const keys = keysOf(job, example);
    job.selectRank(keys.high, keys.low, rank);
    sink.example(rank.high, rank.low, keys.labelSet, keys.group);
    job.onExample?.(example, keys);
    spool?.write(describeExample(place, example, keys));
  };

  const scanSource = async (source: Source, place: number, sink: ScanSink): Promise<SourceSummary> => {
    const isTurns = holdsTurns(job, source);
    const spool = source.rereadable || isTurns || job.scansOnly === true ? undefined : createSpool(job.directory, place);
    if (spool !== undefined) spools.set(place, spool);
    const turns = isTurns ? (gatherer ??= createTurnGatherer(job)) : undefined;
    const summary = await eachExample(job, source, {
      reject: (reject) => sink.reject(place, reject),
      filtered: (row) => sink.filtered(place, row),
      turn: (turn) => turns?.add({ place, turn }),
      example: (example) => scanOne(sink, { example, place }, spool),
    });
    spool?.finish();
    return summary;
  };

  const scanConversations = async (sink: ScanSink): Promise<void> => {
    if (gatherer === undefined) return;
    const spool = job.scansOnly === true ? undefined : createSpool(job.directory, 'conversations');
    conversations = spool;
    await gatherer.drain((gathered) => {
      const { place, joined } = joinTurns(job, gathered);
      for (const [at, rows] of gathered.rows) {
        const merged = at === place ? rows - 1 : rows;
        if (merged > 0) sink.merged(at, merged);
      }
      if (isReject(joined)) sink.reject(place, joined);
      else scanOne(sink, { example: joined, place }, spool);
    });
    spool?.finish();
  };

  const dealSource = async (deal: Dealer, source: Source, place: number): Promise<void> => {
    const sink: RowSink = {
      reject: () => undefined,
      filtered: () => undefined,
      turn: () => undefined,
      example: (example) => deal(describeExample(place, example, keysOf(job, example)), example.raw),
    };
    await readAgain(source, summaries[place], () => eachExample(job, source, sink));
  };

  const dealSpool = (deal: Dealer, spool: Spool): void => {
    for (const example of spool.read()) deal(example, () => `{${example.inputJson}}`);
  };

  return {
    name: 'rows',
    async scan(sink) {
      for (const [place, source] of job.sources.entries()) summaries.push(await scanSource(source, place, sink));
      await scanConversations(sink);
      return summaries;
    },
    async deal(plan, sink) {
      const deal = createDealer(job, plan, sink);
      for (const [place, source] of job.sources.entries()) {
        const spool = spools.get(place);
        if (spool !== undefined) dealSpool(deal, spool);
        else if (!holdsTurns(job, source)) await dealSource(deal, source, place);
      }
      if (conversations !== undefined) dealSpool(deal, conversations);
    },
    close() {
      gatherer?.close();
      conversations?.remove();
      for (const spool of spools.values()) spool.remove();
    },
  };
}

/**
 * Reads a source for the second time.
 * @throws LabelmillError SOURCE_CHANGED where the second pass read something else than the first, or can't read what that one could
 */
export async function readAgain(
  source: Source,
  first: SourceSummary | undefined,
  read: () => Promise<SourceSummary>,
): Promise<void> {
  const second = await read().catch((error: unknown) => {
    throw isOfContent(error) ? changedSource(source) : error;
  });
  if (first?.digest !== second.digest || first.rows !== second.rows) throw changedSource(source);
}

/** Whether the rows of a source are messages of conversations, which pass 1 puts together for both passes. */
function holdsTurns(job: LaneJob, source: Source): boolean {
  return job.shapeOf(source).normalizer.conversations !== undefined;
}

interface RowSink {
  example(example: Example): void;
  reject(reject: Reject): void;
  filtered(row: Row): void;
  turn(turn: Turn): void;
}

/** Reads a source to its end: rows to examples to validated examples, batch by batch, each row synchronously. */
async function eachExample(job: LaneJob, source: Source, sink: RowSink): Promise<SourceSummary> {
  const shape = job.shapeOf(source);
  const reading = readSource(source, {
    ...job.limits,
    directory: job.directory,
    ...(job.blockBytes === undefined ? {} : { digestBlockBytes: job.blockBytes }),
    ...(shape.fields === undefined ? {} : { fields: shape.fields }),
    ...(job.signal === undefined ? {} : { signal: job.signal }),
    ...(job.onBytes === undefined ? {} : { onBytes: job.onBytes }),
  });
  for await (const batch of reading.batches) {
    for (const item of batch) {
      if (isReject(item)) sink.reject(item);
      else eachRow(job.validator, { shape, split: source.split }, item, sink);
    }
  }
  return reading.summary();
}

interface RowSetup {
  readonly shape: SourceShape;
  /** Split that the source gives. */
  readonly split: SplitName | undefined;
}

function eachRow(validator: Validator, { shape, split }: RowSetup, row: Row, sink: RowSink): void {
  const { shaper, normalizer } = shape;
  const shaped = shaper === undefined ? row : shaper.shape(row);
  if (shaped === undefined) return sink.filtered(row);
  const { conversations } = normalizer;
  if (conversations !== undefined) {
    const turn = isReject(shaped) ? conversations.blame(row, shaped) : conversations.read(shaped, split);
    return isReject(turn) ? sink.reject(turn) : sink.turn(turn);
  }
  const example = isReject(shaped) ? shaped : normalizer.normalize(shaped, split);
  if (isReject(example)) return sink.reject(example);
  const invalid = validator.validate(example);
  return invalid === undefined ? sink.example(example) : sink.reject(invalid);
}
