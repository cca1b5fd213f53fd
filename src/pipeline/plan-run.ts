import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrepareOptions } from '../config/config.js';
import { planJob, targetsOf, type JobPlan } from './jobs.js';
import { prepare, type PrepareResult } from './prepare.js';
import type { RunHooks } from './progress.js';
import { draftOf, targetOptionsOf } from './run-draft.js';

/** What a run would do. */
export interface RunPlan {
  /** As it came out in a folder that is gone again. */
  readonly prepared: PrepareResult;
  /** The job, with the names of files in place of their ids, and what it comes to. */
  readonly job: JobPlan;
}

/**
 * Says what run() would do: prepares the data in a temporary folder, writes down the job and forecasts it. Nothing is sent and
 * nothing stays. Time and space: those of prepare() and forecast().
 * @throws LabelmillError what prepare() and planJob() throw
 */
export async function planRun(options: Partial<PrepareOptions>, hooks: RunHooks = {}): Promise<RunPlan> {
  const folder = await mkdtemp(join(tmpdir(), 'labelmill-plan-'));
  try {
    const { job } = options;
    const out = join(folder, 'out');
    const kept = options.rejects === undefined ? {} : { rejects: join(folder, 'rejects.jsonl') };
    const prepared = await prepare({ ...options, ...kept, out }, hooks);
    const namesOf = (split: string): readonly string[] =>
      prepared.manifest.files.flatMap((file) => (file.split === split && file.lines > 0 ? [file.name] : []));
    const draft = {
      ...draftOf(job, 'x'.repeat(40)), // the key is not shown, and not needed to plan
      trainingFiles: namesOf('train').map((id) => ({ id })),
      validationFiles: namesOf('validation'),
      targets: await targetsOf(out, targetOptionsOf(job)),
    };
    return toldOf({ prepared, job: await planJob(draft, out, hooks) }, out, options.out ?? out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The plan as if the set were where it will be: the temporary folder is nothing that anyone has to know. */
function toldOf({ prepared, job }: RunPlan, folder: string, out: string): RunPlan {
  const { manifest } = prepared;
  const { forecast } = job;
  const longest = forecast && { ...forecast.longest, place: forecast.longest.place.replace(folder, out) };
  return {
    prepared: { ...prepared, out, manifest: { ...manifest, run: { ...manifest.run, out } } },
    job: forecast === undefined || longest === undefined ? job : { ...job, forecast: { ...forecast, longest } },
  };
}
