import { capSets, dropRare, type BalanceInput, type BalanceOptions, type CapPlan, type RarePlan } from '../balance/balance.js';
import type { FrozenLabelSets } from '../core/label-sets.js';
import { strataOf, type Strata } from '../core/strata.js';
import { SPLITS } from '../core/splits.js';
import { quoted } from '../core/printable.js';
import type { Halves } from '../core/rank.js';
import type { DealTable } from '../deal/deal.js';
import {
  countSets,
  createChooser,
  gatherGroups,
  gatherStrata,
  type Chooser,
  type Entries,
  type GatheredGroups,
  type LabelSetFacts,
  type SetCounts,
  type SettlePolicies,
  type GatheredStrata,
} from '../measure/measure.js';
import { assignGroups, planSplit, splitSizes, type SplitCertificate, type SplitOptions } from '../split/split.js';
import { buildDealTable, type Splitter } from './build-deal-table.js';
import { gateClasses } from './gates.js';

export interface PlanInput {
  readonly entries: Entries;
  readonly labelSets: FrozenLabelSets;
  readonly facts: LabelSetFacts;
  readonly targets: readonly string[];
  readonly policies: SettlePolicies;
  readonly balance: BalanceOptions;
  readonly split: SplitOptions;
  readonly seed: number;
  readonly allowSingleClass: boolean;
  /** How examples come by their split: shared out, given by the sources, or by group. */
  readonly splitBy: 'ratio' | 'given' | 'group';
  /** Rank of each group's key, by group number. */
  readonly groupRanks: readonly Halves[];
  /** Pairs of groups that must stay together. */
  readonly groupJoins: readonly (readonly [number, number])[];
}

/** Everything that was decided, before a line is written. */
export interface Plan extends Decisions {
  readonly table: DealTable;
}

/** What a report needs of it. */
export interface Decisions {
  readonly counts: SetCounts;
  readonly rare: RarePlan;
  readonly caps: CapPlan;
  /** How exact the split is; undefined where the sources give it. */
  readonly certificate: SplitCertificate | undefined;
}

/**
 * The plan, from numbers alone: settle equal inputs and count, drop rare classes, cap, choose by rank, split, and write the
 * decisions down as a deal table. Three walks over the entries; balance and split in between are pure functions of counts.
 * @throws LabelmillError BALANCE_INVALID, NO_CLASS_LEFT, SINGLE_CLASS, SMALL_CLASSES, RATIOS_INVALID
 */
export function makePlan(input: PlanInput): Plan {
  const { entries, facts, policies, balance, labelSets, targets } = input;
  const counts = countSets(entries, policies, facts, labelSets.sets.length);

  const settled = { targets, classes: labelSets.classes, sets: labelSets.sets, counts: counts.settled };
  const rare = dropRare(settled, balance);
  gateClasses(settled, rare, { ...balance, allowSingleClass: input.allowSingleClass });
  const cap = (perSet: BalanceInput['counts']): CapPlan =>
    capSets({ targets, classes: rare.classes, sets: rare.sets, counts: perSet }, balance);

  const capped = balance.scope === 'all' ? cap(rare.counts) : undefined;
  const newChooser = (): Chooser => createChooser({ policies, facts, becomes: rare.becomes, keep: capped?.keep });
  const divided = divide(input, newChooser(), rare);
  const cappedTrain = balance.scope === 'train' ? cap(divided.trainCounts()) : undefined;

  const table = buildDealTable({
    entries,
    chooser: newChooser(),
    splitter: divided.splitter,
    facts,
    labelSetCount: labelSets.setOf.length,
    becomes: rare.becomes,
    setCount: rare.sets.length,
    keepInTrain: cappedTrain?.keep,
  });
  return {
    counts,
    rare,
    caps: capped ?? cappedTrain ?? { keep: rare.counts, conflicts: [] },
    certificate: divided.certificate,
    table,
  };
}

interface Divided {
  readonly splitter: Splitter;
  readonly certificate: SplitCertificate | undefined;
  /** Examples per set that go to train. */
  readonly trainCounts: () => readonly number[];
}

function divide(input: PlanInput, chooser: Chooser, rare: RarePlan): Divided {
  switch (input.splitBy) {
    case 'ratio':
      return divideStrata(input, gatherStrata(input.entries, chooser, rare.sets.length), rare);
    case 'given':
      return divideAsGiven(input, chooser, rare);
    case 'group':
      return divideGroups(input, gatherGroups(input.entries, chooser, input.groupRanks, input.groupJoins), rare);
  }
}

function divideStrata(input: PlanInput, gathered: GatheredStrata, rare: RarePlan): Divided {
  const { split, seed } = input;
  const plan = planSplit(
    { ...describeSets(rare, input.targets), strata: gathered.strata, sizes: splitSizes(gathered.examples, split) },
    { smallClasses: split.smallClasses, ratios: split.ratios, seed },
  );
  return {
    splitter: { kind: 'dealt', units: plan.units, ofSingle: gathered.ofSingle, ofMultiple: gathered.ofMultiple },
    certificate: plan.certificate,
    trainCounts: () => sumBySet(rare.sets.length, gathered.strata, (stratum) => plan.units[stratum * SPLITS.length] ?? 0),
  };
}

/** Leaves only what the sources give to train, to count it. */
function createGivenChooser(chooser: Chooser, facts: LabelSetFacts): Chooser {
  const isTrain = (labelSet: number): boolean => facts.givenOf(labelSet) === 0;
  return {
    single: (labelSet) => (isTrain(labelSet) ? chooser.single(labelSet) : -1),
    multiple: (unit) => chooser.multiple(unit).filter((part) => isTrain(part.labelSet)),
  };
}

function divideAsGiven(input: PlanInput, chooser: Chooser, rare: RarePlan): Divided {
  const setCount = rare.sets.length;
  return {
    splitter: { kind: 'fixed', splitOf: (labelSet) => input.facts.givenOf(labelSet) },
    certificate: undefined,
    trainCounts: () => {
      const { strata } = gatherStrata(input.entries, createGivenChooser(chooser, input.facts), setCount);
      return sumBySet(setCount, strata, strata.unitsOf);
    },
  };
}

function divideGroups(input: PlanInput, gathered: GatheredGroups, rare: RarePlan): Divided {
  const { split, seed } = input;
  const plan = assignGroups(
    {
      ...describeSets(rare, input.targets),
      groups: gathered.groups,
      sizes: splitSizes(gathered.examples, split),
    },
    { smallClasses: split.smallClasses, ratios: split.ratios, seed },
  );
  const splitOf = (_labelSet: number, group: number): number => plan.splitOf[gathered.placeOf[group] ?? -1] ?? 0;
  const inTrain = gathered.groups.filter((_, place) => plan.splitOf[place] === 0);
  return {
    splitter: { kind: 'fixed', splitOf },
    certificate: plan.certificate,
    trainCounts: () => sumBySet(rare.sets.length, strataOf(inTrain.map(({ parts }) => ({ parts, units: 1 }))), () => 1),
  };
}

function describeSets({ sets, classes }: RarePlan, targets: readonly string[]) {
  const nameOf = (place: number): string => {
    const target = targets.length > 1 ? `${targets[classes.targetOf(place)] ?? ''}: ` : '';
    return quoted(target + classes.nameOf(place));
  };
  return { sets, classCount: classes.length, nameOf };
}

function sumBySet(setCount: number, strata: Strata, unitsOf: (stratum: number) => number): readonly number[] {
  const sums = new Array<number>(setCount).fill(0);
  for (let stratum = 0; stratum < strata.length; stratum++) {
    for (const part of strata.partsOf(stratum)) sums[part.set] = (sums[part.set] ?? 0) + unitsOf(stratum) * part.examples;
  }
  return sums;
}
