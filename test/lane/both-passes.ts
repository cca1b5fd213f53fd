import { createJsonTexts } from '../../src/core/json-texts.js';
import { LabelmillError } from '../../src/core/errors.js';
import { createDealTable, type DealTable } from '../../src/deal/deal.js';
import { createByteLane } from '../../src/lane/byte-lane.js';
import { canTake } from '../../src/lane/can-take.js';
import type { DealSink, LaneJob } from '../../src/lane/lane.js';
import type { startCrew } from '../../src/lane/threads/crew.js';
import { collect, type Entry } from './support.js';

/** All that the byte lane tells in both passes of a job, in order: the lines of each split as well. */
export async function bothPasses(job: LaneJob, kind: 'table' | 'pages', hire?: typeof startCrew): Promise<unknown> {
  const fields = canTake(job.sources, job.shape);
  if ('why' in fields) return fields;
  const plain = new Map(job.sources.map((source) => [source, kind]));
  const lane = await createByteLane({ ...job, threads: hire === undefined ? 1 : 2 }, fields, plain, hire);
  try {
    const { entries, rejects, sink: scanned } = collect();
    const summaries = await lane.scan(scanned);
    const sets = job.labelSets.size;
    const labelsJson = createJsonTexts(sets, (set) => `{"set":"${set}"}`);
    const { told, sink } = listen();
    await lane.deal({ table: planOf(entries, sets), labelsJson }, sink);
    return { entries, rejects, summaries, ...told() };
  } catch (error) {
    if (!(error instanceof LabelmillError)) throw error;
    return { failure: `${error.code}: ${error.message}` };
  } finally {
    lane.close();
  }
}

/** A plan in which every verdict occurs. */
function planOf(entries: readonly Entry[], sets: number): DealTable {
  const writtenAs = Int32Array.from({ length: sets }, (_, set) => (set % 5 === 4 ? -1 : set));
  const builder = createDealTable({ setCount: sets, writtenAs, fixedSplit: () => -1 });
  const inputs = groupBy(entries, ([high, low]) => (BigInt(high) << 32n) | BigInt(low));
  const sorted = [...inputs].sort(([a], [b]) => (a < b ? -1 : 1));
  for (let set = 0; set < sets; set++) {
    const singles = sorted.filter(([, { length, 0: first }]) => length === 1 && first?.[2] === set);
    [0.9, 0.4, 0.2].forEach((share, split) => {
      const last = singles[Math.floor(share * singles.length) - 1]?.[1][0];
      if (last !== undefined) builder.setCut(set, split, last[0], last[1]);
    });
  }
  for (const [, copies] of sorted) {
    const [first] = copies;
    if (first === undefined || copies.length === 1) continue;
    const parts = [...groupBy(copies, ([, , labelSet]) => labelSet)].map(([labelSet, { length }]) => {
      const settled = Math.max(1, length - 1);
      return { labelSet, kept: settled, settled, code: 'duplicate', set: writtenAs[labelSet]! } as const;
    });
    builder.addRepeated({ high: first[0], low: first[1], split: first[1] % 3, isContradiction: parts.length > 1, parts });
  }
  return builder.build();
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function listen(): { readonly told: () => object; readonly sink: DealSink } {
  const splits: string[][] = [[], [], []];
  const counts = new Map<string, number>();
  const leftOut: unknown[] = [];
  const repeated: unknown[] = [];
  const count = (what: string, number: number): void => void counts.set(what, (counts.get(what) ?? 0) + number);
  const sink: DealSink = {
    line(source, split, high, low, line, set) {
      splits[split]!.push(`${high} ${low} ${line}\n`);
      count(`${source} ${split} ${set}`, 1);
    },
    lines(split, records) {
      const numbers = new DataView(records.buffer, records.byteOffset, records.byteLength);
      for (let at = 0, size = 0; at < records.length; at += 16 + size) {
        size = numbers.getUint32(at + 12, true);
        const line = Buffer.from(records.subarray(at + 16, at + 16 + size)).toString();
        splits[split]!.push(`${numbers.getUint32(at, true)} ${numbers.getUint32(at + 4, true)} ${line}`);
      }
    },
    count: (source, split, set, lines) => count(`${source} ${split} ${set}`, lines),
    leftOut(_, code, labelSet, origin, raw) {
      leftOut.push([code, labelSet, origin, raw()]);
    },
    leftOutMany: (_, code, examples) => count(code, examples),
    repeated: (number, inputJson, origin, labelSet) => repeated.push([number, inputJson, origin, labelSet]),
  };
  return { sink, told: () => ({ splits, counts: [...counts].sort(), leftOut, repeated }) };
}
