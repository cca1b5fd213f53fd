import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { PrepareOptions } from '../config/config.js';
import { LabelmillError } from '../core/errors.js';
import type { Evaluation } from '../core/evaluation.js';
import type { Manifest } from '../core/manifest.js';
import { jobBody, openFiles, type Job, type Service } from '../mistral/mistral.js';
import { htmlEvaluation } from '../report/report.js';
import { openDestination } from '../upload/upload.js';
import { lockOutput } from '../write/write.js';
import { classifyFile } from './classify.js';
import { evaluate, type ScoredFiles } from './evaluate.js';
import { trainJob } from './train-job.js';
import { draftOf, targetOptionsOf } from './run-draft.js';
import { targetsOf } from './jobs.js';
import { createJobKeeper } from './kept-job.js';
import { prepare, type PrepareResult } from './prepare.js';
import type { RunWorkflowHooks } from './run-steps.js';
import { upload, type Upload } from './upload.js';
import { writePage } from './write-page.js';

/** All that a run came to. */
export interface RunResult {
  readonly prepared: PrepareResult;
  readonly upload: Upload;
  readonly job: Job;
  readonly model: string;
  /** The test split and what the model says of it. */
  readonly test: ScoredFiles;
  /** Judged examples of the validation split, where thresholds were tuned by it. */
  readonly validation?: ScoredFiles;
  readonly evaluation: Evaluation;
  /** File with the page of the evaluation. */
  readonly page: string;
}

/**
 * The published workflow by one config: prepares the data, sends training and validation files, creates a job and follows it,
 * asks the model about the test split, and holds the answers against the labels. Run again after any failure it takes up where
 * it stopped: the same data gives the same files, files that were sent are found, the job is the one whose id is kept in
 * `OUT.run/job.json`, and predictions go on where they end. Beside these stands the evaluation, as a page.
 * @param options those of prepare(); `job` has the settings of the training job
 * @throws LabelmillError what prepare(), upload(), createJob(), watchJob(), classifyFile() and evaluate() throw; NO_ROWS before
 * anything is sent where there is no test split; JOB_FAILED. From the second step on the message and the facts name what is done.
 */
export async function run(options: Partial<PrepareOptions>, service: Service, hooks: RunWorkflowHooks = {}): Promise<RunResult> {
  const { signal, onStep } = hooks;
  const ofSignal = signal === undefined ? {} : { signal };
  const settings = draftOf(options.job, hooks.wandbKey);
  jobBody({ ...settings, trainingFiles: [{ id: 'to be sent' }] }); // refused now rather than after the upload
  const prepared = await prepare({ sha256: true, ...options }, hooks);
  onStep?.({ name: 'prepare', result: prepared });
  const done: Done = { out: prepared.out, files: [], job: undefined };
  try {
    const { out, manifest } = prepared;
    const test = fileOf(manifest, 'test');
    const targets = await targetsOf(out, targetOptionsOf(options.job));
    const to = await openDestination({ kind: 'mistral' }, () => Promise.resolve(openFiles(service)));
    const sent = await upload(out, { to, ...ofSignal, ...(hooks.onUpload === undefined ? {} : { onProgress: hooks.onUpload }) });
    onStep?.({ name: 'upload', result: sent });
    done.files = sent.files.map(({ name, id = '' }) => `${name} ${id}`);

    const folder = `${resolve(out)}.run`;
    await fs.mkdir(folder, { recursive: true });
    const idsOf = (split: string): readonly string[] =>
      sent.files.flatMap((file) => (file.split === split && file.id !== undefined ? [file.id] : []));
    const keeper = createJobKeeper(join(folder, 'job.json'), (id) => (done.job = id));
    const trainingFiles = idsOf('train').map((id) => ({ id }));
    const draft = { ...settings, trainingFiles, validationFiles: idsOf('validation'), targets };
    const lock = lockOutput(out);
    const opened = await keeper.open(service, draft, signal).finally(() => lock.release());
    done.job = opened.job.id;
    onStep?.({ name: 'create', ...opened });
    const { job, model } = await trainJob(service, opened.job, { ...hooks, keeper });
    onStep?.({ name: 'train', job });

    const answers = join(folder, job.id);
    await fs.mkdir(answers, { recursive: true });
    const ask = async (split: ManifestSplit): Promise<ScoredFiles> => {
      const examples = join(out, split.name);
      const path = join(answers, predictionsName(split));
      const told = hooks.onAnswered === undefined ? {} : { onAnswered: hooks.onAnswered };
      const counts = await classifyFile(service, model, { inputs: examples, out: path }, { ...ofSignal, ...told });
      onStep?.({ name: 'classify', model, path, ...counts });
      return { examples, predictions: path };
    };
    const scored = await ask(test);
    // thresholds of lists are tuned on validation, never on test
    const byWhich = manifest.targets.some(({ kind }) => kind === 'multi') ? splitOf(manifest, 'validation') : undefined;
    const validation = byWhich === undefined ? undefined : await ask(byWhich);
    const tuned = validation === undefined ? {} : { validation };
    const evaluation = await evaluate(scored, { ...ofSignal, ...tuned });
    const page = join(answers, 'evaluation.html');
    await writePage(
      page,
      await htmlEvaluation(evaluation, { model, examples: test.name, predictions: basename(scored.predictions) }),
    );
    onStep?.({ name: 'evaluate', evaluation, page });
    return { prepared, upload: sent, job, model, test: scored, ...tuned, evaluation, page };
  } catch (error) {
    throw error instanceof LabelmillError ? withDone(error, done) : error;
  }
}

type ManifestSplit = Manifest['files'][number];

function splitOf(manifest: Manifest, split: string): ManifestSplit | undefined {
  return manifest.files.find((file) => file.split === split && file.lines > 0);
}

function fileOf(manifest: Manifest, split: string): ManifestSplit {
  const file = splitOf(manifest, split);
  if (file !== undefined) return file;
  throw new LabelmillError('NO_ROWS', `there is no ${split} split to judge the classifier by: give it a share of the split`);
}

/** Of another content another name, so that answers about it are never mixed with those that are there. */
function predictionsName({ name, xxh64, sha256 }: ManifestSplit): string {
  const content = createHash('sha256')
    .update(sha256 ?? xxh64)
    .digest('hex');
  return `${name.replace(/\.jsonl$/, '')}-${content.slice(0, 8)}.predictions.jsonl`;
}

/** What is done already, where a later step fails. */
interface Done {
  readonly out: string;
  files: readonly string[];
  job: string | undefined;
}

function withDone(error: LabelmillError, { out, files, job }: Done): LabelmillError {
  const said = [
    `the set is prepared in ${out}`,
    ...(files.length === 0 ? [] : [`sent as ${files.join(', ')}`]),
    ...(job === undefined ? [] : [`in training as job ${job}`]),
  ].join(', ');
  const goesOn = `${said}; run it again to go on from there`;
  const facts = { ...error.facts, prepared: out, files, ...(job === undefined ? {} : { job }) };
  if (error.code === 'ABORTED')
    return new LabelmillError('ABORTED', `stopped by the caller; ${goesOn}`, { ...facts, goesOn }, error);
  return new LabelmillError(error.code, `${error.message}; ${error.code === 'SERVICE_RETIRED' ? said : goesOn}`, facts, error);
}
