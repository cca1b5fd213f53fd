import { unexplained, type Account } from '../core/account.js';
import { createNearDuplicates } from '../cluster/cluster.js';
import { LabelmillError } from '../core/errors.js';
import type { Issue } from '../core/issue.js';
import type { Manifest } from '../core/manifest.js';
import { createLabelSets } from '../core/label-sets.js';
import { resolveConfig, type Config, type PrepareOptions } from '../config/config.js';
import { chooseLane } from '../lane/lane.js';
import { createEntries } from '../measure/measure.js';
import { resolveSourceGroups, type Source } from '../read/read.js';
import { createValidator, type Validator } from '../validate/validate.js';
import { openOutput, type Output } from '../write/write.js';
import { compileShapes, type RunShapes } from './compile-shapes.js';
import { createJob } from './create-job.js';
import { createCrossings } from './crossings.js';
import { dealExamples } from './deal-examples.js';
import { describeCertificate } from './describe-certificate.js';
import { describeRun } from './describe-run.js';
import { freezeLabelSets } from './freeze-label-sets.js';
import { gateEqualInputs, gateRejects } from './gates.js';
import { findIssues } from './issues.js';
import { labelsAsJson } from './labels-as-json.js';
import { labelsOfSet } from './labels-of-set.js';
import { makePlan } from './plan.js';
import { createProgress, type RunHooks } from './progress.js';
import { alsoReport, copyRejects, refuseSourcesInOutput, REJECTS_NAME } from './rejects-file.js';
import { scanSources } from './scan-sources.js';

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

interface Run {
  readonly config: Config;
  readonly job: PrepareOptions['job'];
  readonly shapes: RunShapes;
  readonly validator: Validator;
  readonly sources: readonly Source[];
  readonly output: Output;
  readonly salt: number;
  readonly hooks: RunHooks;
  readonly started: Date;
}

/** The program, top to bottom: scan, gate, plan, deal, account, publish. */
async function run(parts: Run): Promise<PrepareResult | 'collision'> {
  const { config, shapes, output, sources, hooks } = parts;
  const directory = output.staging;
  const { targets } = shapes;
  const policies = { duplicates: config.duplicates, contradictions: config.contradictions };
  const rejects = output.lines(REJECTS_NAME);
  const labelSets = createLabelSets(targets.length, config.limits.classes);
  const isGrouped = shapes.hasGroups || config.nearDuplicates === 'group';
  const splitBy = howToSplit(shapes, sources, config.nearDuplicates);
  const nearDuplicates =
    config.nearDuplicates === 'keep' ? undefined : createNearDuplicates({ threshold: config.nearDuplicateThreshold });
  const entries = createEntries({ hasGroups: isGrouped, memoryBudget: config.memoryBudget, directory });
  const progress = createProgress(sources, hooks);
  const { job, groups } = await createJob({ ...parts, labelSets, nearDuplicates, directory, onBytes: progress.onBytes });
  const { lane, why } = await chooseLane(job, config.lane);
  const reportRejects = (): Promise<void> =>
    config.rejects === undefined ? Promise.resolve() : copyRejects(rejects, output.staging, config.rejects);
  try {
    progress.start('scan');
    const scanned = await scanSources(lane, { sources, entries, rejects, reportsLeftOut: config.leftOut });
    gateRejects(scanned.tally, { allowed: config.maxRejects, names: nameSources(sources), rejectsFile: config.rejects });

    progress.start('plan');
    const found = nearDuplicates?.find();
    const takesList = shapes.kinds.map(
      (kind, target) => kind === 'multi' || (kind === undefined && labelSets.sawList[target] === true),
    );
    const { frozen, facts } = freezeLabelSets(labelSets, { entries, takesList, policies });
    const plan = makePlan({
      entries,
      labelSets: frozen,
      facts,
      targets,
      policies,
      balance: config.balance,
      split: config.split,
      seed: config.seed,
      allowSingleClass: config.allowSingleClass,
      splitBy,
      groupRanks: groups.ranks,
      groupJoins: config.nearDuplicates === 'group' ? groups.joinsOf(found?.links ?? []) : [],
    });
    entries.free();

    progress.start('deal');
    const labelsJson = plan.rare.sets.map((places) => labelsAsJson(places, plan.rare.classes, targets, takesList));
    const { order, leftOut: reportsLeftOut } = config;
    const crossings = createCrossings({
      ...{ index: nearDuplicates, found, threshold: config.nearDuplicateThreshold },
      labelsOf: (set) => labelsOfSet(plan.rare.sets[set] ?? [], plan.rare.classes, targets),
    });
    const dealing = {
      lane,
      plan,
      output,
      rejects,
      labelSets: frozen,
      sourceCount: sources.length,
      labelsJson,
      order,
      reportsLeftOut,
      directory,
      ...(config.nearDuplicates === 'keep' ? {} : { onDealt: crossings.dealt }),
    };
    const dealt = await dealExamples(dealing);
    const { hasCollision, duplicatePlaces, contradictionPlaces } = dealt.repeats;
    if (hasCollision) return 'collision';
    gateEqualInputs({ counts: plan.counts, policies, duplicatePlaces, contradictionPlaces });

    progress.start('publish');
    const issues = findIssues({ plan, dealt, targets, policies, nearDuplicates: crossings.find() });
    const named = { classes: plan.rare.classes, sets: plan.rare.sets, targets };
    const certificate = describeCertificate(plan.certificate, named);
    const manifest = describeRun({
      ...parts,
      takesList,
      frozen,
      plan,
      scanned,
      dealt,
      issues,
      certificate,
      rejectsFile: rejects.finish(),
      lane: { name: lane.name, ...(why === undefined ? {} : { why }) },
    });
    const missing = unexplained(manifest.account);
    if (missing !== 0) {
      throw new LabelmillError(
        'INTERNAL',
        `the account does not add up: ${missing} rows are unexplained; nothing was published; please report this`,
      );
    }
    await reportRejects();
    const { writeReport } = await import('./write-report.js');
    const reported = await writeReport({
      output,
      config,
      job: parts.job,
      manifest,
      issues,
      certificate,
      balance: config.balance,
      labelSets: frozen,
      repeats: dealt.repeats,
      nearDuplicates: crossings.describe(),
    });
    await output.publish(reported.manifest);
    return { out: config.out, ...reported, account: manifest.account, notes: output.notes };
  } catch (error) {
    // after a stop, half of the rejects would pass for all of them
    throw hooks.signal?.aborted === true ? error : await alsoReport(error, reportRejects);
  } finally {
    entries.free();
    lane.close();
  }
}

/** @throws LabelmillError CONFIG_INVALID where only some of the sources give their split, or where that is given and near duplicates should be grouped */
function howToSplit(
  shapes: RunShapes,
  sources: readonly Source[],
  nearDuplicates: Config['nearDuplicates'],
): 'ratio' | 'given' | 'group' {
  const given = sources.filter(shapes.givesSplit);
  if (given.length > 0 && nearDuplicates === 'group') {
    throw new LabelmillError(
      'CONFIG_INVALID',
      'nearDuplicates can not group inputs whose split is given; have them reported with "warn"',
    );
  }
  if (given.length === sources.length) return 'given';
  if (given.length === 0) return shapes.hasGroups || nearDuplicates === 'group' ? 'group' : 'ratio';
  const without = sources.find((source) => !shapes.givesSplit(source));
  throw new LabelmillError(
    'CONFIG_INVALID',
    `${given.length} of ${sources.length} sources name their split, ${without?.name ?? 'one'} does not: give all of them a split, or none`,
  );
}

function nameSources(sources: readonly Source[]): string {
  const [first, ...rest] = sources.map((source) => source.name);
  return rest.length === 0 ? (first ?? 'the sources') : `${first ?? ''} and ${rest.length} more sources`;
}
