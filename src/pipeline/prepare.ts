import type { Account } from '../core/account.js';
import { LabelmillError } from '../core/errors.js';
import type { Issue } from '../core/issue.js';
import type { Manifest } from '../core/manifest.js';
import { resolveConfig, type PrepareOptions } from '../config/config.js';
import { resolveSourceGroups } from '../read/read.js';
import { createValidator } from '../validate/validate.js';
import { openOutput } from '../write/write.js';
import { compileShapes } from './compile-shapes.js';
import { describeSplits } from './describe-splits.js';
import type { SplitParts } from './make-splits.js';
import { createProgress, type RunHooks } from './progress.js';
import { alsoReport, copyRejects, refuseSourcesInOutput, REJECTS_NAME } from './rejects-file.js';

export interface PrepareResult {
  /** Folder the files are in. */
  readonly out: string;
  readonly manifest: Manifest;
  /** What became of every row that was read. */
  readonly account: Account;
  /** Findings that did not stop the run, the worst first. */
  readonly issues: readonly Issue[];
  /** What was put right on the way: an older run's leftovers removed, a stale lock taken over. */
  readonly notes: readonly string[];
}

/** Fingerprints tried before a run gives up; one more is needed only where two different inputs share 64 bits. */
const SALTS = 8;

/**
 * Turns raw labelled data into training-ready splits: reads every source twice, maps and validates each row, settles equal
 * inputs, balances the classes, splits, and publishes the files, the rejects and a manifest as one set.
 *
 * @param options  the same as a config file; see PrepareOptions for every default
 * @param hooks    a signal that stops the run, a callback for progress
 * @returns what was written and what became of every row
 * @throws LabelmillError with a public code; nothing is published then, and an older output stays as it was
 *
 * Time: two passes over the sources at the speed of their readers. Memory: 12 bytes per example (16 with groups) and 32 per
 * input that occurs more than once, beside about 200 MB that do not grow. Given the same examples, options and seed the
 * files are the same bytes, whatever the order of rows and sources.
 */
export async function prepare(options: Partial<PrepareOptions>, hooks: RunHooks = {}): Promise<PrepareResult> {
  const started = new Date();
  const config = await resolveConfig(options);
  const groups = await resolveSourceGroups(config.sources, {
    baseDirectory: config.baseDirectory,
    invalidUtf8: config.invalidUtf8,
  });
  const sources = groups.flat();
  refuseSourcesInOutput(sources, config.out);
  const shapes = compileShapes(config, groups);
  const validator = await createValidator({
    targets: shapes.targets,
    ...(config.schema === undefined ? {} : { userSchema: config.schema }),
    maxClassBytes: config.limits.classBytes,
    maxLabels: config.limits.labelsPerRow,
  });

  for (let salt = 0; salt < SALTS; salt++) {
    const output = await openOutput(config.out, {
      sha256: config.sha256,
      ...(hooks.signal === undefined ? {} : { signal: hooks.signal }),
    });
    try {
      const result = await run({ config, job: options.job, shapes, validator, sources, output, salt, hooks, started });
      if (result !== 'collision') return result;
    } finally {
      await output.close();
    }
  }
  throw new LabelmillError('INTERNAL', `different inputs share a fingerprint under ${SALTS} salts in a row; please report this`);
}

interface Run extends Omit<SplitParts, 'rejects' | 'policies' | 'progress'> {
  readonly job: PrepareOptions['job'];
  readonly started: Date;
}

/** The program, top to bottom: make the splits, account, report, publish. */
async function run(parts: Run): Promise<PrepareResult | 'collision'> {
  const { config, output, sources, hooks } = parts;
  const policies = { duplicates: config.duplicates, contradictions: config.contradictions };
  const rejects = output.lines(REJECTS_NAME);
  const progress = createProgress(sources, hooks);
  const reportRejects = (): Promise<void> =>
    config.rejects === undefined ? Promise.resolve() : copyRejects(rejects, output.staging, config.rejects);
  try {
    const described = await describeSplits(parts, { rejects, policies, progress });
    if (described === 'collision') return 'collision';
    await reportRejects();
    const { writeReport } = await import('./write-report.js');
    const reported = await writeReport({ output, config, job: parts.job, balance: config.balance, ...described });
    await output.publish(reported.manifest);
    return { out: config.out, ...reported, account: reported.manifest.account, notes: output.notes };
  } catch (error) {
    // after a stop, half of the rejects would pass for all of them
    throw hooks.signal?.aborted === true ? error : await alsoReport(error, reportRejects);
  }
}
