import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { changedSource, readSource, type Reading, type Source, type SourceSummary } from '../read/read.js';
import type { LaneJob } from './lane-job.js';

/** Reads a source to its end by its reader alone. @throws LabelmillError what readSource throws */
export async function readByRows(job: LaneJob, source: Source, take: (row: Row | Reject) => unknown): Promise<SourceSummary> {
  const reading = startReading(job, source, job.onBytes);
  for await (const batch of reading.batches) for (const row of batch) take(row);
  return reading.summary();
}

/** The error that a source ends with when its reader reads it: for one whose bytes are known not to be text. */
export async function faultOf(job: LaneJob, source: Source): Promise<unknown> {
  try {
    const batches = startReading(job, source, undefined).batches[Symbol.asyncIterator]();
    while ((await batches.next()).done !== true);
  } catch (error) {
    return error;
  }
  return changedSource(source);
}

/** Reads a source whose first rows are dealt with already, and takes the others. @throws LabelmillError what readSource throws */
export async function readRest(
  job: LaneJob,
  source: Source,
  { skip, take }: { readonly skip: number; readonly take: (row: Row | Reject) => unknown },
): Promise<SourceSummary> {
  const reading = startReading(job, source, undefined);
  let seen = 0;
  for await (const batch of reading.batches) for (const row of batch) if (seen++ >= skip) take(row);
  return reading.summary();
}

function startReading(job: LaneJob, source: Source, onBytes: LaneJob['onBytes']): Reading {
  const { fields } = job.shapeOf(source);
  return readSource(source, {
    ...job.limits,
    ...(fields === undefined ? {} : { fields }),
    directory: job.directory,
    ...(job.blockBytes === undefined ? {} : { digestBlockBytes: job.blockBytes }),
    ...(job.signal === undefined ? {} : { signal: job.signal }),
    ...(onBytes === undefined ? {} : { onBytes }),
  });
}
