import { Command } from 'commander';
import { EXIT, LabelmillError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import type { Job, JobFilter, Service } from '../../index.js';
import type { CreateFlags } from '../job-draft.js';
import { jsonDocument } from '../json-document.js';
import { number } from '../number-flag.js';
import { collect, time, withServiceFlags, type ServiceFlags } from '../service-flags.js';
import type { Session } from '../session.js';
import { addTrainingOptions } from '../training-flags.js';

interface ListFlags extends ServiceFlags {
  readonly status?: string;
  readonly model?: string;
  readonly suffix?: string;
  readonly after?: Date;
  readonly before?: Date;
  readonly mine?: boolean;
  readonly wandbProject?: string;
  readonly wandbName?: string;
  readonly limit?: number;
}

interface WatchFlags extends ServiceFlags {
  readonly every?: number;
}

type Finish = (exitCode: number) => void;

/** `labelmill job …`: training jobs of the service. */
export function jobCommand(session: Session, finish: Finish): Command {
  const group = new Command('job').description('train a classifier: create, start, cancel, list, get and watch jobs').addHelpText(
    'after',
    `
The key is read from MISTRAL_API_KEY, or from the file MISTRAL_API_KEY_FILE names.
Each command has --json, --quiet and --server. The service itself has retired
training since; it says so, and the commands say it in words (exit code 6).

Example:
  labelmill job create out --training-file ID --validation-file ID --learning-rate 4e-5
  labelmill job watch JOB`,
  );
  for (const command of [create, list, get, start, cancel, watch]) group.addCommand(command(session, finish));
  return group;
}

function create(session: Session, finish: Finish): Command {
  const command = new Command('create')
    .description('create a job on files that were uploaded')
    .argument('[folder]', 'the folder the files were uploaded from: its manifest tells the targets')
    .option('--training-file <id[=weight]>', 'a training file, with its weight; several times for several', collect)
    .option('--validation-file <id>', 'a validation file; several times for several', collect)
    .option('--auto-start', 'train as soon as the files are validated');
  addTrainingOptions(command).option(
    '--dry-run',
    'send nothing; say what would be sent, and with a folder what the job comes to',
  );
  return withServiceFlags(command).action(async (folder: string | undefined, flags: CreateFlags) => {
    const { createJob, planJob, targetsOf } = await import('../../index.js');
    const { draftOf } = await import('../job-draft.js');
    const { targetOptionsOf } = await import('../target-options.js');
    const options = targetOptionsOf(flags);
    if (folder === undefined && options.size > 0)
      throw new LabelmillError('USAGE', '--target-weight and --loss need the folder whose manifest names the targets');
    const draft = {
      ...draftOf(flags, process.env),
      ...(folder === undefined ? {} : { targets: await targetsOf(folder, options) }),
    };
    if (flags.dryRun === true) {
      const plan = await planJob(draft, folder, { signal: session.signal });
      if (flags.json === true) session.out(jsonDocument(plan));
      else if (flags.quiet !== true) {
        session.out(jsonDocument(plan.body));
        const { forecastText } = await import('../forecast-text.js');
        if (plan.forecast !== undefined) session.out(`\n${forecastText(plan.forecast, session.outStyle)}\n`);
        session.out('\nNothing was sent.\n');
      }
    } else {
      const job = await createJob(await connect(flags), draft, session.signal);
      await tell(session, flags, job, `see how it goes with: labelmill job watch ${job.id}`);
    }
    finish(EXIT.done);
  });
}

function list(session: Session, finish: Finish): Command {
  const command = new Command('list')
    .description('list jobs, the latest first')
    .option('--status <status>', 'only of this status, such as RUNNING')
    .option('--model <name>', 'only of this base model')
    .option('--suffix <text>', 'only with this suffix')
    .option('--after <time>', 'only created after', time)
    .option('--before <time>', 'only created before', time)
    .option('--mine', 'only created by the owner of the key')
    .option('--wandb-project <name>', 'only with this project of Weights & Biases')
    .option('--wandb-name <name>', 'only with this integration')
    .option('--limit <n>', 'at most so many (100)', number);
  return withServiceFlags(command).action(async (flags: ListFlags) => {
    const { listJobs } = await import('../../index.js');
    const jobs = await listJobs(await connect(flags), filterOf(flags), session.signal);
    if (flags.json === true) session.out(jsonDocument(jobs));
    else if (flags.quiet !== true) {
      const { jobsText } = await import('../job-text.js');
      session.out(`${jobsText(jobs, session.outStyle)}\n`);
    }
    finish(EXIT.done);
  });
}

function get(session: Session, finish: Finish): Command {
  const command = new Command('get').description('show a job').argument('<job>', 'id of the job');
  return withServiceFlags(command).action(async (id: string, flags: ServiceFlags) => {
    const { getJob } = await import('../../index.js');
    await tell(session, flags, await getJob(await connect(flags), id, session.signal));
    finish(EXIT.done);
  });
}

function start(session: Session, finish: Finish): Command {
  const command = new Command('start').description('start a job that is validated').argument('<job>', 'id of the job');
  return withServiceFlags(command).action(async (id: string, flags: ServiceFlags) => {
    const { startJob } = await import('../../index.js');
    const job = await startJob(await connect(flags), id, session.signal);
    await tell(session, flags, job, `see how it goes with: labelmill job watch ${job.id}`);
    finish(EXIT.done);
  });
}

function cancel(session: Session, finish: Finish): Command {
  const command = new Command('cancel').description('cancel a job').argument('<job>', 'id of the job');
  return withServiceFlags(command).action(async (id: string, flags: ServiceFlags) => {
    const { cancelJob } = await import('../../index.js');
    await tell(session, flags, await cancelJob(await connect(flags), id, session.signal));
    finish(EXIT.done);
  });
}

function watch(session: Session, finish: Finish): Command {
  const command = new Command('watch')
    .description('follow a job until it is over, or waits to be started')
    .argument('<job>', 'id of the job')
    .option('--every <seconds>', 'time between two looks (5)', number);
  return withServiceFlags(command).action(async (id: string, flags: WatchFlags) => {
    const { watchJob } = await import('../../index.js');
    const { createWatchDisplay } = await import('../watch-display.js');
    const isLive = process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb';
    const display = createWatchDisplay((text) => session.err(text), flags.quiet === true ? 'quiet' : isLive ? 'live' : 'lines');
    let job: Job;
    try {
      const every = flags.every === undefined ? {} : { everyMs: flags.every * 1000 };
      const { onJob, onLost } = display;
      job = await watchJob(await connect(flags), id, { ...every, signal: session.signal, onJob, onLost });
    } finally {
      display.stop();
    }
    await conclude(session, flags, job);
    finish(EXIT.done);
  });
}

/** Says how a watched job ended. @throws LabelmillError JOB_FAILED where no model came of it */
async function conclude(session: Session, flags: ServiceFlags, job: Job): Promise<void> {
  const { jobState } = await import('../../index.js');
  const { lossCurve } = await import('../loss-curve.js');
  const state = jobState(job.status);
  const curve = lossCurve(job.checkpoints, session.width);
  const isPlain = flags.json !== true && flags.quiet !== true;
  if (state === 'failed' || state === 'cancelled') {
    if (isPlain && curve.length > 0) session.out(`${curve.join('\n')}\n`);
    const { jobFailure } = await import('../../mistral/mistral.js');
    throw jobFailure(job);
  }
  const advice =
    job.fineTunedModel === undefined
      ? `start it with: labelmill job start ${job.id}`
      : `ask it with: labelmill classify --model ${job.fineTunedModel} "a text"`;
  if (isPlain && curve.length > 0) session.out(`${curve.join('\n')}\n\n`);
  await tell(session, flags, job, advice);
}

async function tell(session: Session, { json, quiet }: ServiceFlags, job: Job, advice?: string): Promise<void> {
  if (json === true) session.out(jsonDocument(job));
  else if (quiet !== true) {
    const { jobText } = await import('../job-text.js');
    session.out(`${jobText(job)}\n`);
    if (advice !== undefined) session.err(`${printable(advice, 300)}\n`);
  }
}

async function connect({ server }: ServiceFlags): Promise<Service> {
  const { openService } = await import('../../index.js');
  return openService(server === undefined ? {} : { server });
}

function filterOf({ status, model, suffix, after, before, mine, wandbProject, wandbName, limit }: ListFlags): JobFilter {
  return {
    ...(status === undefined ? {} : { status }),
    ...(model === undefined ? {} : { model }),
    ...(suffix === undefined ? {} : { suffix }),
    ...(after === undefined ? {} : { createdAfter: after }),
    ...(before === undefined ? {} : { createdBefore: before }),
    ...(mine === undefined ? {} : { createdByMe: mine }),
    ...(wandbProject === undefined ? {} : { wandbProject }),
    ...(wandbName === undefined ? {} : { wandbName }),
    ...(limit === undefined ? {} : { limit }),
  };
}
