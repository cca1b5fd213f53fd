import { canonicalJson } from '../core/canonical-json.js';
import type { Example, Input } from '../core/example.js';
import { jsonTextAt, type JsonTexts } from '../core/json-texts.js';
import type { Origin } from '../core/origin.js';
import type { Halves } from '../core/rank.js';
import type { DealPlan, DealSink, LaneJob } from './lane-job.js';
import type { SpooledExample } from './spool.js';

/** Deals one example, with its row as it stood in the source. */
export type Dealer = (example: SpooledExample, raw: () => string) => void;

/** The row way of pass 2. About 1 µs an example. */
export function createDealer(job: LaneJob, { table, labelsJson }: DealPlan, sink: DealSink): Dealer {
  const rank: Halves = { high: 0, low: 0 };
  const labelsOf = rememberTexts(labelsJson);
  return (example, raw) => {
    const { place, labelSet, inputJson, origin } = example;
    job.selectRank(example.high, example.low, rank);
    const verdict = table.decide(rank.high, rank.low, labelSet, example.group);
    if (verdict.repeated >= 0) sink.repeated(verdict.repeated, inputJson, origin, labelSet);
    if (verdict.code !== undefined) return sink.leftOut(place, verdict.code, labelSet, origin, raw);
    sink.dealt?.(example, verdict.split, verdict.set);
    job.orderRank(example.high, example.low, rank);
    const line = `{${inputJson},"labels":${labelsOf(verdict.set)}}`;
    sink.line(place, verdict.split, rank.high, rank.low, line, verdict.set);
  };
}

/** Texts that are kept as strings: more are made again each time, so that a million of them stay bytes. */
const MOST_REMEMBERED = 4096;

function rememberTexts(texts: JsonTexts): (number: number) => string {
  const known: (string | undefined)[] = [];
  return (number) => {
    if (number >= MOST_REMEMBERED) return jsonTextAt(texts, number);
    return (known[number] ??= jsonTextAt(texts, number));
  };
}

/** What pass 1 needs of an example. */
export type ExampleKeys = Pick<SpooledExample, 'high' | 'low' | 'labelSet' | 'group'>;

/** The numbers of an example: its fingerprint, label set and group. */
export function keysOf(job: LaneJob, example: Example): ExampleKeys {
  const print: Halves = { high: 0, low: 0 };
  const labelSet = job.labelSets.intern(example.labels, example.split);
  job.fingerprint(example.input, print);
  const { high, low } = print;
  return { high, low, labelSet, group: job.groupOf(example, high, low) };
}

/** An example of the source at a place as numbers and JSON. */
export function describeExample(place: number, example: Example, keys: ExampleKeys): SpooledExample {
  const { high, low, labelSet, group } = keys;
  return { place, high, low, labelSet, group, inputJson: inputJson(example.input), origin: example.origin };
}

/** The same for an input whose fingerprint and labels are known; without groups. */
export function describeInput(found: {
  readonly place: number;
  readonly inputJson: string;
  readonly print: bigint;
  readonly labelSet: number;
  readonly origin: Origin;
}): SpooledExample {
  const { place, inputJson, print, labelSet, origin } = found;
  const high = Number(BigInt.asUintN(32, print >> 32n));
  const low = Number(BigInt.asUintN(32, print));
  return { place, high, low, labelSet, group: 0, inputJson, origin };
}

/** The part of a canonical line that says what the classifier reads, without braces. */
function inputJson(input: Input): string {
  return input.kind === 'text' ? `"text":${canonicalJson(input.text)}` : `"messages":${canonicalJson(input.messages)}`;
}
