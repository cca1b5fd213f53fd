import { jobFailure, jobState, startJob, watchJob, type Job, type Service } from '../mistral/mistral.js';
import type { JobKeeper } from './kept-job.js';
import type { RunWorkflowHooks } from './run-steps.js';

/** Time between two looks at a job that was started and still says that it waits for that. */
const STALE_MS = 5_000;

/**
 * Follows a job to its model, and starts it when its files are validated.
 * @throws LabelmillError JOB_FAILED where no model came of it, which the next run is then free to try again; what watchJob() throws
 */
export async function trainJob(
  service: Service,
  job: Job,
  hooks: Pick<RunWorkflowHooks, 'signal' | 'everyMs' | 'onJob' | 'onLost' | 'onStep'> & { readonly keeper: JobKeeper },
): Promise<{ readonly job: Job; readonly model: string }> {
  const { signal, onStep, everyMs = STALE_MS, keeper } = hooks;
  for (let isStarted = false; ; isStarted = true) {
    const seen = await watchJob(service, job.id, hooks);
    if (seen.fineTunedModel !== undefined) return { job: seen, model: seen.fineTunedModel };
    if (jobState(seen.status) !== 'validated') {
      await keeper.forget();
      throw jobFailure(seen);
    }
    if (isStarted) {
      await service.time.wait(everyMs, signal);
      continue;
    }
    const started = await startJob(service, job.id, signal);
    onStep?.({ name: 'start', job: started });
  }
}
