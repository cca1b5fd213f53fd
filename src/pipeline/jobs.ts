import type { Manifest } from '../core/manifest.js';
import { jobBody, type JobDraft, type JobTarget, type LossFunction } from '../mistral/mistral.js';
import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import { readManifest } from '../write/write.js';
import { forecast, type Forecast } from './forecast.js';
import type { RunHooks } from './progress.js';

/** What sets a target apart in a job. */
export interface JobTargetOptions {
  /** From 0. Default 1. */
  readonly weight?: number;
  /** Default: `single_class` for a class, `multi_class` for a list. */
  readonly lossFunction?: LossFunction;
}

/** A job as it would be sent, and what it will come to. */
export interface JobPlan {
  /** Without the key of Weights & Biases. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Where the output folder is known that the training files were uploaded from. */
  readonly forecast?: Forecast;
}

/**
 * The targets of an output folder as a job takes them: classes that occur in training, by code point.
 * @throws LabelmillError SOURCE_MISSING, SOURCE_UNREADABLE, OUTPUT_CORRUPT; USAGE where an option names no target
 */
export async function targetsOf(
  folder: string,
  options: ReadonlyMap<string, JobTargetOptions> = new Map(),
): Promise<readonly JobTarget[]> {
  const read = await readManifest(folder);
  if (!('manifest' in read)) throw new LabelmillError('OUTPUT_CORRUPT', `${folder}: ${read.fault}; prepare it again`, { folder });
  const { targets, classes }: Manifest = read.manifest;
  const stranger = [...options.keys()].find((name) => !targets.some((target) => target.name === name));
  if (stranger !== undefined) {
    const names = targets.map(({ name }) => quoted(name)).join(', ');
    throw new LabelmillError('USAGE', `${folder} has no target ${quoted(stranger)}; it has ${names}`);
  }
  return targets.map(({ name, kind }) => {
    const { weight, lossFunction = kind === 'single' ? 'single_class' : 'multi_class' } = options.get(name) ?? {};
    return {
      name,
      classes: classes.filter(({ target, train }) => target === name && train > 0).map((each) => each.class),
      ...(weight === undefined ? {} : { weight }),
      lossFunction,
    };
  });
}

/**
 * Says what creating a job would send, and what the job will come to. Sends nothing.
 * @throws LabelmillError USAGE, and what forecast() throws
 */
export async function planJob(draft: JobDraft, folder: string | undefined, hooks: RunHooks = {}): Promise<JobPlan> {
  const { wandb, trainingSteps, epochs } = draft;
  const body = jobBody(draft);
  const hidden = wandb === undefined ? body : { ...body, integrations: hideKeys(body['integrations']) };
  if (folder === undefined) return { body: hidden };
  const given = { ...(trainingSteps === undefined ? {} : { trainingSteps }), ...(epochs === undefined ? {} : { epochs }) };
  return { body: hidden, forecast: await forecast(folder, { ...hooks, ...given }) };
}

function hideKeys(integrations: unknown): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(integrations) ? integrations : [];
  return list.map((each) => (typeof each === 'object' ? { ...each, api_key: '[key]' } : each));
}
