import { createFingerprinter } from '../core/fingerprint.js';
import type { LabelSets } from '../core/label-sets.js';
import { createRanker, type Halves } from '../core/rank.js';
import type { Config } from '../config/config.js';
import type { LaneJob } from '../lane/lane.js';
import type { Source } from '../read/read.js';
import type { Validator } from '../validate/validate.js';
import { createShuffle } from '../write/write.js';
import type { RunShapes } from './compile-shapes.js';
import type { RunHooks } from './progress.js';

export interface JobParts {
  readonly config: Config;
  readonly shapes: RunShapes;
  readonly validator: Validator;
  readonly sources: readonly Source[];
  readonly labelSets: LabelSets;
  readonly directory: string;
  readonly salt: number;
  readonly hooks: RunHooks;
  readonly onBytes: (bytes: number) => void;
}

/** What a lane works with, and the ranks of the groups it will meet, by group number. */
export async function createJob(parts: JobParts): Promise<{ job: LaneJob; groupRanks: readonly Halves[] }> {
  const { config, shapes, validator, sources, labelSets, directory, salt, hooks, onBytes } = parts;
  const fingerprint = await createFingerprinter({ salt });
  const selectRank = await createRanker(config.seed, 'select');
  const orderRank = await createRanker(config.seed, 'order');
  const groupRanks: Halves[] = [];
  const numbers = new Map<string, number>();
  const groupNumber = (key: string): number => {
    let number = numbers.get(key);
    if (number === undefined) {
      const rank: Halves = { high: 0, low: 0 };
      fingerprint({ kind: 'text', text: key }, rank);
      selectRank(rank.high, rank.low, rank);
      number = groupRanks.push(rank) - 1;
      numbers.set(key, number);
    }
    return number;
  };
  const job: LaneJob = {
    sources,
    shapeOf: shapes.shapeOf,
    createSorter: () => createShuffle({ directory }),
    validator,
    fingerprint,
    selectRank,
    orderRank,
    labelSets,
    groupNumber,
    directory,
    onBytes,
    limits: { rowLimitBytes: config.limits.rowBytes, columnLimit: config.limits.columns, depthLimit: config.limits.depth },
    ...(hooks.signal === undefined ? {} : { signal: hooks.signal }),
  };
  return { job, groupRanks };
}
