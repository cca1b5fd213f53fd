import { canonicalJson } from '../core/canonical-json.js';
import { LabelmillError } from '../core/errors.js';
import type { Example, Input } from '../core/example.js';
import type { Halves } from '../core/rank.js';
import { isReject, type Reject } from '../core/reject.js';
import type { DealTable } from '../deal/deal.js';
import { readSource, type Source, type SourceSummary } from '../read/read.js';
import type { DealSink, Lane, LaneJob, ScanSink } from './lane-job.js';
import { createSpool, type Spool, type SpooledExample } from './spool.js';

/**
 * The lane that takes every input: rows by csv-parse, stream-json or JSON.parse, examples as objects, validated by ajv.
 * About 5 µs a row and pass beside what the reader costs. Memory does not grow with the rows.
 */
export function createRowLane(job: LaneJob): Lane {
  const summaries: SourceSummary[] = [];
  const spools = new Map<number, Spool>();
  const print: Halves = { high: 0, low: 0 };
  const rank: Halves = { high: 0, low: 0 };

  const scanSource = async (source: Source, place: number, sink: ScanSink): Promise<SourceSummary> => {
    const spool = source.rereadable ? undefined : createSpool(job.directory, place);
    if (spool !== undefined) spools.set(place, spool);
    const summary = await eachExample(job, source, {
      reject: (reject) => sink.reject(place, reject),
      example: (example) => {
        const labelSet = job.labelSets.intern(example.labels, example.split);
        const group = example.group === undefined ? 0 : job.groupNumber(example.group);
        job.fingerprint(example.input, print);
        job.selectRank(print.high, print.low, rank);
        sink.example(rank.high, rank.low, labelSet, group);
        spool?.write({
          high: print.high,
          low: print.low,
          labelSet,
          group,
          inputJson: inputJson(example.input),
          origin: example.origin,
        });
      },
    });
    spool?.finish();
    return summary;
  };

  const dealOne = (table: DealTable, sink: DealSink, place: number, example: SpooledExample, raw: () => string): void => {
    job.selectRank(example.high, example.low, rank);
    const verdict = table.decide(rank.high, rank.low, example.labelSet, example.group);
    if (verdict.repeated >= 0) sink.repeated(verdict.repeated, example.inputJson, example.origin);
    if (verdict.code !== undefined) return sink.leftOut(place, verdict.code, example.labelSet, example.origin, raw);
    job.orderRank(example.high, example.low, rank);
    sink.line(place, verdict.split, rank.high, rank.low, example.inputJson, verdict.set);
  };

  const dealSource = async (table: DealTable, sink: DealSink, source: Source, place: number): Promise<void> => {
    const summary = await eachExample(job, source, {
      reject: () => undefined,
      example: (example) => {
        const labelSet = job.labelSets.intern(example.labels, example.split);
        const group = example.group === undefined ? 0 : job.groupNumber(example.group);
        job.fingerprint(example.input, print);
        const { high, low } = print;
        const dealt = { high, low, labelSet, group, inputJson: inputJson(example.input), origin: example.origin };
        dealOne(table, sink, place, dealt, example.raw);
      },
    });
    const first = summaries[place];
    if (first?.digest !== summary.digest || first.rows !== summary.rows) {
      throw new LabelmillError('SOURCE_CHANGED', `${source.name} changed while it was read; run again when it is at rest`, {
        source: source.name,
      });
    }
  };

  return {
    async scan(sink) {
      for (const [place, source] of job.sources.entries()) summaries.push(await scanSource(source, place, sink));
      return summaries;
    },
    async deal(table, sink) {
      for (const [place, source] of job.sources.entries()) {
        const spool = spools.get(place);
        if (spool === undefined) await dealSource(table, sink, source, place);
        else for (const example of spool.read()) dealOne(table, sink, place, example, () => `{${example.inputJson}}`);
      }
    },
    close() {
      for (const spool of spools.values()) spool.remove();
    },
  };
}

interface RowSink {
  example(example: Example): void;
  reject(reject: Reject): void;
}

/** Reads a source to its end: rows to examples to validated examples, batch by batch, each row synchronously. */
async function eachExample(job: LaneJob, source: Source, sink: RowSink): Promise<SourceSummary> {
  const { normalizer, validator } = job;
  const reading = readSource(source, {
    ...(job.signal === undefined ? {} : { signal: job.signal }),
    ...(job.onBytes === undefined ? {} : { onBytes: job.onBytes }),
  });
  for await (const batch of reading.batches) {
    for (const item of batch) {
      if (isReject(item)) {
        sink.reject(item);
        continue;
      }
      const normalized = normalizer.normalize(item, source.split);
      if (isReject(normalized)) {
        sink.reject(normalized);
        continue;
      }
      const invalid = validator.validate(normalized);
      if (invalid === undefined) sink.example(normalized);
      else sink.reject(invalid);
    }
  }
  return reading.summary();
}

/** The part of a canonical line that says what the classifier reads, without braces. */
function inputJson(input: Input): string {
  return input.kind === 'text' ? `"text":${canonicalJson(input.text)}` : `"messages":${canonicalJson(input.messages)}`;
}
