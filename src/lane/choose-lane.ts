import { limitsOf, lookAtFile, type PlainKind, type Source } from '../read/read.js';
import { createByteLane } from './byte-lane.js';
import { canTake } from './can-take.js';
import type { Lane, LaneJob } from './lane-job.js';
import { createRowLane } from './row-lane.js';

/** The lane of a run, and why it is not the byte lane where it is not. */
export interface ChosenLane {
  readonly lane: Lane;
  readonly why?: string;
}

/**
 * The byte lane where it takes the job and is not forbidden, else the row lane. Looks at the first 64 KiB of each source.
 * Throws nothing about sources: the lane does.
 */
export async function chooseLane(job: LaneJob, wanted: 'auto' | 'rows'): Promise<ChosenLane> {
  const byRows = (why: string): ChosenLane => ({ lane: createRowLane(job), why });
  if (wanted === 'rows') return byRows('the config asks for it');
  const taken = canTake(job.sources, job.shape);
  if ('why' in taken) return byRows(taken.why);
  const plain = new Map<Source, PlainKind | 'pages'>();
  for (const source of job.sources) {
    const look = await lookAtFile(source, limitsOf(job.limits));
    if (look.kind === 'odd') return byRows(look.why);
    const isColumns = look.kind === 'table' || look.kind === 'pages';
    if (look.kind !== 'other' && !(isColumns && taken.messages !== undefined)) plain.set(source, look.kind);
  }
  if (plain.size === 0) return byRows('no source is a table, JSON or Parquet that the kernel takes');
  return { lane: await createByteLane(job, taken, plain) };
}
