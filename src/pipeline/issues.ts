import { rowsTooMany, type Issue } from '../core/issue.js';
import { quoted } from '../core/printable.js';
import { SPLITS } from '../core/splits.js';
import type { SettlePolicies } from '../measure/measure.js';
import type { Dealt } from './deal-examples.js';
import type { NearDuplicateFindings } from './crossings.js';
import type { Decisions } from './plan.js';

export interface IssuesInput {
  readonly plan: Decisions;
  readonly dealt: Dealt;
  readonly targets: readonly string[];
  readonly policies: SettlePolicies;
  readonly nearDuplicates: NearDuplicateFindings;
}

/** Classes named in one message; the manifest's class table has all of them. */
const NAMED = 5;

/** What a person should know about a run that went through, the worst first. */
export function findIssues({ plan, dealt, targets, policies, nearDuplicates }: IssuesInput): readonly Issue[] {
  const { duplicates, contradictions, leaks } = plan.counts;
  const { classes } = plan.rare;
  const nameOf = (place: number): string => {
    const name = classes.nameOf(place);
    return quoted(targets.length === 1 ? name : `${targets[classes.targetOf(place)] ?? ''}: ${name}`);
  };
  const issues: Issue[] = [];
  const warn = (code: string, count: number, message: string, places: Issue['places'] = []): void => {
    if (count > 0) issues.push({ code, severity: 'warn', message, count, places });
  };

  warn(
    'contradiction',
    contradictions.inputs,
    `inputs with different labels: ${contradictions.inputs}, in ${contradictions.examples} rows; ${CONTRADICTIONS[policies.contradictions]}`,
    dealt.repeats.contradictionPlaces,
  );
  warn(
    'split-leak',
    leaks.inputs,
    `inputs given to more than one split: ${leaks.inputs}, in ${leaks.examples} rows; each stays in the split held out most`,
  );
  warn(
    'duplicate',
    duplicates.inputs,
    `inputs that occur more than once with the same labels: ${duplicates.inputs}, with ${rowsTooMany(duplicates.examples)}; ${DUPLICATES[policies.duplicates]}`,
    dealt.repeats.duplicatePlaces,
  );
  warn(
    'near-duplicate',
    nearDuplicates.crossing,
    `near duplicates in different splits: ${nearDuplicates.crossing} clusters, with ${nearDuplicates.inputs} inputs${nearDuplicates.closest === undefined ? '' : `, the closest with a similarity of ${nearDuplicates.closest.toFixed(2)}`}; keep them in one split with --near-duplicates group`,
    nearDuplicates.places,
  );
  warn(
    'near-duplicate-capped',
    nearDuplicates.capped,
    `inputs that resemble too many others to be compared with all of them: ${nearDuplicates.capped}; near duplicates of these may have been missed`,
  );
  for (const conflict of plan.caps.conflicts) {
    warn(
      'maximum-exceeded',
      conflict.over,
      `class ${nameOf(conflict.class)} keeps ${conflict.kept} examples, ${conflict.over} over its maximum, so that another class keeps its minimum`,
    );
  }
  const untrained = plan.certificate?.withoutTrain ?? [];
  warn(
    'class-without-train',
    plan.certificate?.withoutTrainCount ?? 0,
    `classes without an example in train, because the sizes leave no room (${plan.certificate?.withoutTrainCount ?? 0}): ${untrained.slice(0, NAMED).map(nameOf).join(', ')}`,
  );
  const missing = plan.certificate?.missing ?? [];
  for (const split of SPLITS) {
    const absent = missing.filter((entry) => entry.split === split);
    const named = absent
      .slice(0, NAMED)
      .map((entry) => `${nameOf(entry.class)} (${entry.examples}; ${entry.enough} would be enough)`);
    const more = absent.length > NAMED ? `, and ${absent.length - NAMED} more` : '';
    warn(
      'class-missing-from-split',
      absent.length,
      `classes without an example in ${split} (${absent.length}): ${named.join(', ')}${more}`,
    );
  }
  return issues;
}

const CONTRADICTIONS: Readonly<Record<SettlePolicies['contradictions'], string>> = {
  keep: 'not settled, but never in two splits; settle them with --contradictions drop, majority or merge',
  drop: 'all of them set aside',
  majority: 'the most frequent labels kept, the others set aside',
  merge: 'their lists merged',
  fail: 'refused',
};

const DUPLICATES: Readonly<Record<SettlePolicies['duplicates'], string>> = {
  keep: 'all copies stay, never in two splits; set them aside with --duplicates keep-one',
  'keep-one': 'one of each kept, the others set aside',
  fail: 'refused',
};
