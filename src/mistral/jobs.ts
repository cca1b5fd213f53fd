import { LabelmillError } from '../core/errors.js';
import { strangeAnswer } from './answer.js';
import { isOver, jobState, readJob, type Job } from './job.js';
import { jobBody, type JobDraft } from './job-draft.js';
import { listMember } from './member.js';
import type { Service, ServiceRequest } from './request.js';

/** Which jobs to list. */
export interface JobFilter {
  readonly status?: string;
  readonly model?: string;
  readonly suffix?: string;
  readonly createdAfter?: Date;
  readonly createdBefore?: Date;
  readonly createdByMe?: boolean;
  readonly wandbProject?: string;
  readonly wandbName?: string;
  /** At most so many; the latest come first. Default 100. */
  readonly limit?: number;
}

const JOBS = '/v1/fine_tuning/jobs';
const PAGE_SIZE = 100;
/** Clocks of the service and of this computer that far apart are no reason to doubt a job. */
const SKEW_SECONDS = 300;
const RETIRED =
  'the service has retired the training of classifiers: models that are there still answer (labelmill model list, labelmill classify); where another service has kept these routes, name it with --server';
const CONFLICT = 'a job like it is queued, validated or running: see labelmill job list, then watch, start or cancel that one';
const ADVICE: ReadonlyMap<number, string> = new Map([
  [409, CONFLICT],
  [410, RETIRED],
]);
const ADVICE_FOR_ONE: ReadonlyMap<number, string> = new Map([
  [404, 'see the ids with labelmill job list'],
  [409, 'its status does not allow that: see labelmill job get'],
  [410, RETIRED],
]);

/**
 * Creates a job, once: where the answer is lost, the job that was made is looked for and adopted.
 * @throws LabelmillError USAGE before anything is sent, and what requests throw; SERVICE_CONFLICT names the job in the way
 */
export async function createJob(service: Service, draft: JobDraft, signal?: AbortSignal): Promise<Job> {
  const body = jobBody(draft);
  const sentAt = service.time.now() / 1000;
  try {
    const secrets = draft.wandb === undefined ? [] : [draft.wandb.key];
    const request: ServiceRequest = {
      method: 'POST',
      path: JOBS,
      what: 'create the job',
      json: body,
      repeat: 'undone',
      secrets,
      advice: ADVICE,
    };
    return await sendForJob(service, request, signal);
  } catch (error) {
    if (!(error instanceof LabelmillError)) throw error;
    if (error.code === 'SERVICE_CONFLICT') {
      const [inTheWay] = await findAlike(service, draft, signal).catch(() => []);
      if (inTheWay === undefined) throw error;
      const message = `${error.message.slice(0, -CONFLICT.length)}job ${inTheWay.id} on the same files is ${inTheWay.status}: watch, start or cancel it (labelmill job watch ${inTheWay.id})`;
      throw new LabelmillError(error.code, message, { ...error.facts, job: inTheWay.id }, error);
    }
    if (error.facts['isDoubtful'] !== true) throw error;
    const made = await findMadeJob(service, draft, sentAt, signal).catch((reason: unknown) => {
      if (signal?.aborted === true) throw reason;
      return undefined; // the doubt stays, and the first error says so
    });
    if (made === undefined) throw error;
    return made;
  }
}

/**
 * The job that a request of that time made whose answer was never read: on the same files, with the same settings, and not over
 * without a model. Undefined where there is none.
 * @param sentAt seconds since 1970
 */
export async function findMadeJob(
  service: Service,
  draft: JobDraft,
  sentAt: number,
  signal?: AbortSignal,
): Promise<Job | undefined> {
  const { trainingSteps, learningRate } = draft;
  const made = (await listJobs(service, {}, signal)).find(
    (job) =>
      isOnSameFiles(job, draft) &&
      (!isOver(job.status) || jobState(job.status) === 'succeeded') &&
      (job.createdAt ?? 0) >= sentAt - SKEW_SECONDS &&
      (trainingSteps === undefined || job.trainingSteps === trainingSteps) &&
      (learningRate === undefined || job.learningRate === learningRate),
  );
  return made === undefined ? undefined : getJob(service, made.id, signal);
}

/** @throws LabelmillError, as requests do */
export async function getJob(service: Service, id: string, signal?: AbortSignal): Promise<Job> {
  return sendForJob(service, { method: 'GET', path: pathOf(id), what: 'look at the job', advice: ADVICE_FOR_ONE }, signal);
}

/** Starts a job whose files are validated. Whether it was started where the answer is lost is asked for. */
export function startJob(service: Service, id: string, signal?: AbortSignal): Promise<Job> {
  return change(service, { id, verb: 'start', isDone: ({ status }) => jobState(status) !== 'validated' }, signal);
}

/** Cancels a job. Whether it was cancelled where the answer is lost is asked for. */
export function cancelJob(service: Service, id: string, signal?: AbortSignal): Promise<Job> {
  const isDone = ({ status }: Job): boolean => status === 'CANCELLATION_REQUESTED' || isOver(status);
  return change(service, { id, verb: 'cancel', isDone }, signal);
}

/** Jobs, the latest first. Time: a request for each 100. */
export async function listJobs(service: Service, filter: JobFilter = {}, signal?: AbortSignal): Promise<readonly Job[]> {
  const { limit = PAGE_SIZE } = filter;
  const what = 'list the jobs';
  const jobs: Job[] = [];
  for (let page = 0; jobs.length < limit; page++) {
    const query = queryOf(filter);
    query.set('page', String(page));
    query.set('page_size', String(Math.min(limit, PAGE_SIZE)));
    const answer = await service.send({ method: 'GET', path: JOBS, query, what, advice: ADVICE }, signal);
    const found = listMember(answer, 'data');
    for (const value of found) {
      const job = readJob(value);
      if (job === undefined) throw strangeAnswer(service.host, what);
      jobs.push(job);
    }
    if (found.length < Math.min(limit, PAGE_SIZE)) break;
  }
  return jobs.slice(0, limit);
}

function queryOf(filter: JobFilter): URLSearchParams {
  const entries = [
    ['status', filter.status],
    ['model', filter.model],
    ['suffix', filter.suffix],
    ['created_after', filter.createdAfter?.toISOString()],
    ['created_before', filter.createdBefore?.toISOString()],
    ['created_by_me', filter.createdByMe === true ? 'true' : undefined],
    ['wandb_project', filter.wandbProject],
    ['wandb_name', filter.wandbName],
  ] as const;
  const query = new URLSearchParams();
  for (const [name, value] of entries) if (value !== undefined) query.set(name, value);
  return query;
}

async function change(
  service: Service,
  { id, verb, isDone }: { readonly id: string; readonly verb: 'start' | 'cancel'; readonly isDone: (job: Job) => boolean },
  signal: AbortSignal | undefined,
): Promise<Job> {
  const what = `${verb} the job`;
  try {
    const path = `${pathOf(id)}/${verb}`;
    return await sendForJob(service, { method: 'POST', path, what, repeat: 'undone', advice: ADVICE_FOR_ONE }, signal);
  } catch (error) {
    if (!(error instanceof LabelmillError) || error.facts['isDoubtful'] !== true) throw error;
    const job = await getJob(service, id, signal);
    if (isDone(job)) return job;
    throw error;
  }
}

/** Jobs that are not over, on the same files. */
async function findAlike(service: Service, draft: JobDraft, signal: AbortSignal | undefined): Promise<readonly Job[]> {
  return (await listJobs(service, {}, signal)).filter((job) => !isOver(job.status) && isOnSameFiles(job, draft));
}

function isOnSameFiles(job: Job, draft: JobDraft): boolean {
  const wanted = draft.trainingFiles.map(({ id }) => id).sort();
  return (
    job.suffix === draft.suffix &&
    job.trainingFiles.length === wanted.length &&
    [...job.trainingFiles].sort().every((id, at) => id === wanted[at])
  );
}

async function sendForJob(service: Service, request: ServiceRequest, signal: AbortSignal | undefined): Promise<Job> {
  const job = readJob(await service.send(request, signal));
  if (job === undefined) throw strangeAnswer(service.host, request.what);
  return job;
}

function pathOf(id: string): string {
  return `${JOBS}/${encodeURIComponent(id)}`;
}
