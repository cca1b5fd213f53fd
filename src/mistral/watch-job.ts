import { EXIT, LabelmillError } from '../core/errors.js';
import { isOver, jobState, type Job } from './job.js';
import { getJob } from './jobs.js';
import type { Service } from './request.js';

export interface WatchOptions {
  /** Time between two looks. Default 5 s. */
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
  /** Called after every look. */
  readonly onJob?: (job: Job) => void;
  /** Called where the service can't be reached; the watch goes on. */
  readonly onLost?: (error: LabelmillError) => void;
}

const EVERY_MS = 5_000;
/** A service that was out of reach for so long is not waited for. */
const LONGEST_LOSS_MS = 30 * 60_000;
/** A status that this version does not know and that stays for so long may well be the last. */
const LONGEST_UNKNOWN_MS = 60 * 60_000;

/**
 * Follows a job until it is over, or validated and waiting to be started. Outlives lost connections; stopped and called again
 * it goes on, since all it knows is asked from the service.
 * @returns the job as it was last seen, whatever came of it
 * @throws LabelmillError ABORTED; SERVICE_BUSY where a status unknown to this version stays an hour; what requests throw
 */
export async function watchJob(service: Service, id: string, options: WatchOptions = {}): Promise<Job> {
  const { everyMs = EVERY_MS, signal, onJob, onLost } = options;
  const { time } = service;
  let lostSince: number | undefined;
  let unknownSince: number | undefined;
  for (;;) {
    const seen = await getJob(service, id, signal).catch((error: unknown) => {
      if (signal?.aborted === true) throw stopped(id);
      if (error instanceof LabelmillError && error.exitCode === EXIT.unreachable) return error;
      throw error;
    });
    if (seen instanceof LabelmillError) {
      lostSince ??= time.now();
      if (time.now() - lostSince >= LONGEST_LOSS_MS) throw seen;
      onLost?.(seen);
    } else {
      lostSince = undefined;
      onJob?.(seen);
      const state = jobState(seen.status);
      if (isOver(seen.status) || seen.fineTunedModel !== undefined || (state === 'validated' && !seen.autoStart)) return seen;
      unknownSince = state === 'unknown' ? (unknownSince ?? time.now()) : undefined;
      if (unknownSince !== undefined && time.now() - unknownSince >= LONGEST_UNKNOWN_MS) throw unknown(seen);
    }
    try {
      await time.wait(everyMs, signal);
    } catch (error) {
      throw signal?.aborted === true ? stopped(id) : error;
    }
  }
}

function stopped(id: string): LabelmillError {
  const goesOn = `the job goes on; take up the watch with: labelmill job watch ${id}`;
  return new LabelmillError('ABORTED', `stopped by the caller; ${goesOn}`, { goesOn });
}

function unknown({ id, status }: Job): LabelmillError {
  const message = `the job ${id} has a status that this version does not know, for an hour now: ${JSON.stringify(status)}; see labelmill job get ${id}`;
  return new LabelmillError('SERVICE_BUSY', message, { job: id, status });
}
