import type { Config } from '../config/config.js';
import { createNearDuplicates } from '../cluster/cluster.js';
import { LabelmillError } from '../core/errors.js';
import { createLabelSets, type FrozenLabelSets } from '../core/label-sets.js';
import { listAt } from '../core/number-lists.js';
import type { ManifestLane } from '../core/manifest.js';
import type { NearDuplicates } from '../core/report.js';
import { chooseLane } from '../lane/lane.js';
import { createEntries, type SettlePolicies } from '../measure/measure.js';
import type { Source } from '../read/read.js';
import type { Validator } from '../validate/validate.js';
import type { LineFile, Output } from '../write/write.js';
import type { RunShapes } from './compile-shapes.js';
import { createJob } from './create-job.js';
import { createCrossings, type NearDuplicateFindings } from './crossings.js';
import { dealExamples, type Dealt } from './deal-examples.js';
import { freezeLabelSets } from './freeze-label-sets.js';
import { gateEqualInputs, gateRejects } from './gates.js';
import { labelsAsJson } from './labels-as-json.js';
import { labelsOfSet } from './labels-of-set.js';
import { makePlan, type Decisions } from './plan.js';
import type { createProgress, RunHooks } from './progress.js';
import { scanSources, type Scanned } from './scan-sources.js';

export interface SplitParts {
  readonly config: Config;
  readonly shapes: RunShapes;
  readonly validator: Validator;
  readonly sources: readonly Source[];
  readonly output: Output;
  readonly salt: number;
  readonly hooks: RunHooks;
  readonly rejects: LineFile;
  readonly policies: SettlePolicies;
  readonly progress: ReturnType<typeof createProgress>;
}

/** What is known once the files of the splits are written. */
export interface MadeSplits {
  /** Whether a target takes a list, by target. */
  readonly takesList: readonly boolean[];
  readonly frozen: FrozenLabelSets;
  readonly plan: Decisions;
  readonly scanned: Scanned;
  readonly dealt: Dealt;
  readonly nearDuplicates: NearDuplicateFindings;
  /** What the report tells of near duplicates; undefined where they were not looked for. */
  readonly clusters: NearDuplicates | undefined;
  readonly lane: ManifestLane;
}

/**
 * Both passes: scan, gate, plan, deal. What only they need (the lane and its kernel, the index, the deal table, the labels as
 * JSON) is free again when it returns: with many classes that is most of the memory.
 * @returns 'collision' where different inputs share a fingerprint
 * @throws LabelmillError what stands in the way of the files
 */
export async function makeSplits(parts: SplitParts): Promise<MadeSplits | 'collision'> {
  const { config, shapes, output, sources, rejects, policies, progress } = parts;
  const directory = output.staging;
  const { targets } = shapes;
  const labelSets = createLabelSets(targets.length, config.limits.classes);
  const isGrouped = shapes.hasGroups || config.nearDuplicates === 'group';
  const splitBy = howToSplit(shapes, sources, config.nearDuplicates);
  const nearDuplicates =
    config.nearDuplicates === 'keep' ? undefined : createNearDuplicates({ threshold: config.nearDuplicateThreshold });
  const entries = createEntries({ hasGroups: isGrouped, memoryBudget: config.memoryBudget, directory });
  const { job, groups } = await createJob({ ...parts, labelSets, nearDuplicates, directory, onBytes: progress.onBytes });
  const { lane, why } = await chooseLane(job, config.lane);
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
    const labelsJson = labelsAsJson({ ...plan.rare, targets, takesList });
    const { order, leftOut: reportsLeftOut } = config;
    const crossings = createCrossings({
      ...{ index: nearDuplicates, found, threshold: config.nearDuplicateThreshold },
      labelsOf: (set) => labelsOfSet(listAt(plan.rare.sets, set), plan.rare.classes, targets),
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

    return {
      takesList,
      frozen,
      plan: { counts: plan.counts, rare: plan.rare, caps: plan.caps, certificate: plan.certificate },
      scanned,
      dealt,
      nearDuplicates: crossings.find(),
      clusters: crossings.describe(),
      lane: { name: lane.name, ...(why === undefined ? {} : { why }) },
    };
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
