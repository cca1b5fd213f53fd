import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { EXIT, LabelmillError, reasonOf } from '../core/errors.js';
import {
  createJob,
  findMadeJob,
  getJob,
  isObject,
  jobBody,
  member,
  type Job,
  type JobDraft,
  type Service,
} from '../mistral/mistral.js';

/** What is kept of a job beside the output folder: before it is asked for, and its id once it is there. */
interface KeptJob {
  /** Of the service and everything that the job was asked to be, but for keys. */
  readonly digest: string;
  /** When it was asked for, in seconds since 1970. */
  readonly since: number;
  readonly id: string | undefined;
}

export interface JobKeeper {
  /**
   * The job of a draft: the one that was made before, in whatever state it is, or a new one. What is asked for is written down
   * before it is sent, so that a run that is killed in between finds the job that came of it.
   * @throws LabelmillError OUTPUT_UNWRITABLE, and what createJob() throws
   */
  open(service: Service, draft: JobDraft, signal?: AbortSignal): Promise<{ readonly job: Job; readonly isNew: boolean }>;
  /** Forgets the job, so that the next run makes another: it ended without a model, and that has been told. */
  forget(): Promise<void>;
}

/**
 * Keeps one job in a file.
 * @param onKept called with the id of the job that is kept where it can't be looked at: it may well be there
 */
export function createJobKeeper(path: string, onKept: (id: string) => void): JobKeeper {
  const forget = (): Promise<void> => fs.rm(path, { force: true });
  const look: typeof find = (service, draft, kept, signal) =>
    find(service, draft, kept, signal).catch((error: unknown) => {
      if (kept.id !== undefined) onKept(kept.id);
      throw error;
    });
  return {
    forget,
    async open(service, draft, signal) {
      const digest = digestOf(service, draft);
      const kept = await read(path);
      const found = kept?.digest === digest ? await look(service, draft, kept, signal) : undefined;
      if (found !== undefined) {
        if (kept?.id === undefined) await write(path, { digest, since: kept?.since ?? 0, id: found.id });
        return { job: found, isNew: false };
      }
      const since = Math.floor(service.time.now() / 1000);
      await write(path, { digest, since, id: undefined });
      const job = await createJob(service, draft, signal).catch(async (error: unknown) => {
        const isRefused =
          error instanceof LabelmillError && error.exitCode === EXIT.refused && error.facts['isDoubtful'] !== true;
        if (isRefused) await forget(); // no job came of it
        throw error;
      });
      await write(path, { digest, since, id: job.id });
      return { job, isNew: true };
    },
  };
}

async function find(service: Service, draft: JobDraft, { id, since }: KeptJob, signal?: AbortSignal): Promise<Job | undefined> {
  if (id === undefined) return findMadeJob(service, draft, since, signal);
  try {
    return await getJob(service, id, signal);
  } catch (error) {
    if (error instanceof LabelmillError && error.facts['status'] === 404) return undefined;
    throw error;
  }
}

function digestOf({ host }: Service, { wandb, ...draft }: JobDraft): string {
  const said = JSON.stringify([host, jobBody(draft), wandb === undefined ? [] : [wandb.project, wandb.name, wandb.runName]]);
  return createHash('sha256').update(said).digest('hex');
}

/** Undefined where nothing is kept, or nothing that can be read. */
async function read(path: string): Promise<KeptJob | undefined> {
  let text: string;
  try {
    text = await fs.readFile(path, 'utf8');
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return undefined;
    throw new LabelmillError('SOURCE_UNREADABLE', `cannot read ${path} (${reasonOf(error)})`, { path }, error);
  }
  try {
    const value: unknown = JSON.parse(text);
    const [digest, since, id] = ['digest', 'since', 'job'].map((name) => (isObject(value) ? member(value, name) : undefined));
    if (typeof digest === 'string' && typeof since === 'number')
      return { digest, since, id: typeof id === 'string' ? id : undefined };
  } catch {
    // told below
  }
  const message = `${path} does not hold a job: see with labelmill job list whether there is one, then remove the file`;
  throw new LabelmillError('OUTPUT_NOT_OURS', message, { path });
}

/** Whole or not at all, and on the disk before anything is sent. */
async function write(path: string, { digest, since, id }: KeptJob): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await fs.open(draft, 'wx');
    try {
      await handle.writeFile(`${JSON.stringify({ job: id, since, digest })}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(draft, path);
  } catch (error) {
    await fs.rm(draft, { force: true });
    throw new LabelmillError('OUTPUT_UNWRITABLE', `cannot write ${path} (${reasonOf(error)})`, { path }, error);
  }
}
