import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createFingerprinter, textSeedOf } from '../core/fingerprint.js';
import type { LabelSets } from '../core/label-sets.js';
import { createRanker, rankKey } from '../core/rank.js';
import { SIZE_LIMITS, type Config } from '../config/config.js';
import type { JobShape, LaneJob, Sorter } from '../lane/lane.js';
import type { Source } from '../read/read.js';
import type { Validator } from '../validate/validate.js';
import { createShuffler, type Shuffle } from '../write/write.js';
import type { NearDuplicateIndex } from '../cluster/cluster.js';
import type { RunShapes } from './compile-shapes.js';
import { createGroups, type Groups } from './groups.js';
import type { RunHooks } from './progress.js';

export interface JobParts {
  readonly config: Config;
  readonly shapes: RunShapes;
  readonly validator: Validator;
  readonly sources: readonly Source[];
  readonly labelSets: LabelSets;
  /** Collects the inputs, where near duplicates are looked for. */
  readonly nearDuplicates: NearDuplicateIndex | undefined;
  readonly directory: string;
  readonly salt: number;
  readonly hooks: RunHooks;
  readonly onBytes: (bytes: number) => void;
}

/** What a lane works with, and the groups it will meet. */
export async function createJob(parts: JobParts): Promise<{ readonly job: LaneJob; readonly groups: Groups }> {
  const { config, shapes, validator, sources, labelSets, directory, salt, hooks, onBytes, nearDuplicates } = parts;
  const fingerprint = await createFingerprinter({ salt });
  const selectRank = await createRanker(config.seed, 'select');
  const orderRank = await createRanker(config.seed, 'order');
  const createShuffle = await createShuffler();
  const groups = createGroups({ fingerprint, selectRank, nearDuplicates, byCluster: config.nearDuplicates === 'group' });
  const job: LaneJob = {
    sources,
    shapeOf: shapes.shapeOf,
    createSorter: () => createSorter(createShuffle({ directory })),
    validator,
    fingerprint,
    selectRank,
    orderRank,
    hashing: {
      textSeed: textSeedOf(salt),
      selectKey: await rankKey(config.seed, 'select'),
      orderKey: await rankKey(config.seed, 'order'),
    },
    shape: shapeOfJob(config),
    labelSets,
    groupOf: groups.groupOf,
    directory,
    onBytes,
    threads: await countThreads(sources, config.threads),
    limits: { rowLimitBytes: config.limits.rowBytes, columnLimit: config.limits.columns, depthLimit: config.limits.depth },
    ...(hooks.signal === undefined ? {} : { signal: hooks.signal }),
  };
  return { job, groups };
}

/** Bytes of all files together from which threads pay for their start. */
const THREADS_FROM_BYTES = 48 * 1024 * 1024;
/** More threads wait for each other: the parts that one thread does alone take about a quarter of the time. */
const MOST_THREADS = 4;

async function countThreads(sources: readonly Source[], wanted: number | undefined): Promise<number> {
  const most = wanted ?? Math.min(MOST_THREADS, availableParallelism());
  let bytes = 0;
  for (const { path } of sources) {
    if (path !== undefined) bytes += (await stat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes < THREADS_FROM_BYTES ? 1 : most;
}

function shapeOfJob({ shapes, limits, schema, leftOut, order, nearDuplicates }: Config): JobShape {
  const [first] = shapes;
  return {
    mapping: shapes.every((shape) => shape === first) ? first?.mapping : undefined,
    isReshaped: shapes.some(
      ({ where, rename, select }) => where.length > 0 || Object.keys(rename).length > 0 || select !== undefined,
    ),
    hasOwnLimits: Object.entries(SIZE_LIMITS).some(([name, limit]) => Reflect.get(limits, name) !== limit),
    hasUserSchema: schema !== undefined,
    comparesTexts: nearDuplicates !== 'keep',
    reportsLeftOut: leftOut,
    order,
  };
}

const LINE_FEED = 10;

/** A shuffle that hands its lines over one by one. */
function createSorter(shuffle: Shuffle): Sorter {
  return {
    add: shuffle.add,
    close: shuffle.close,
    drain: (emit) =>
      shuffle.drain((lines) => {
        for (let at = 0; at < lines.length;) {
          const end = lines.indexOf(LINE_FEED, at) + 1;
          emit(lines.subarray(at, end));
          at = end;
        }
      }),
  };
}
