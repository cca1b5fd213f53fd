import { unexplained } from '../core/account.js';
import { collectGarbage } from '../core/collect-garbage.js';
import { LabelmillError } from '../core/errors.js';
import type { FrozenLabelSets } from '../core/label-sets.js';
import { listAt } from '../core/number-lists.js';
import type { RepeatedInput, ReportLabel } from '../core/report.js';
import type { ReportParts } from './build-report.js';
import { describeCertificate } from './describe-certificate.js';
import { describeRun } from './describe-run.js';
import { findIssues } from './issues.js';
import { labelsOfSet } from './labels-of-set.js';
import { makeSplits, type SplitParts } from './make-splits.js';
import type { SeenInput } from './repeats.js';

/** What a run tells of its splits. */
export type DescribedSplits = Pick<
  ReportParts,
  'manifest' | 'issues' | 'certificate' | 'duplicates' | 'contradictions' | 'nearDuplicates'
>;

/** Label sets from which the tables of both passes are so large that they must be gone before there are objects for the classes. */
const MANY_LABEL_SETS = 100_000;

type Working = 'rejects' | 'policies' | 'progress';

/**
 * Makes the splits and describes them, and accounts for every row. The tables of labels and counts that this is told from, which are
 * most of the memory where classes are many, are free again when it returns.
 * @returns 'collision' where different inputs share a fingerprint
 * @throws LabelmillError what stands in the way of the files
 */
export async function describeSplits(
  parts: Omit<SplitParts, Working> & { readonly started: Date },
  working: Pick<SplitParts, Working>,
): Promise<DescribedSplits | 'collision'> {
  const { rejects, policies, progress } = working;
  const { targets } = parts.shapes;
  const made = await makeSplits({ ...parts, ...working });
  if (made === 'collision') return 'collision';

  progress.start('publish');
  if (made.frozen.setOf.length >= MANY_LABEL_SETS) collectGarbage();
  const { plan, dealt, frozen } = made;
  const issues = findIssues({ plan, dealt, targets, policies, nearDuplicates: made.nearDuplicates });
  const named = { classes: plan.rare.classes, sets: plan.rare.sets, targets };
  const certificate = describeCertificate(plan.certificate, named);
  const manifest = describeRun({ ...parts, ...made, issues, certificate, rejectsFile: rejects.finish() });
  const missing = unexplained(manifest.account);
  if (missing !== 0) {
    throw new LabelmillError(
      'INTERNAL',
      `the account does not add up: ${missing} rows are unexplained; nothing was published; please report this`,
    );
  }
  const repeated = (inputs: readonly SeenInput[]): readonly RepeatedInput[] =>
    inputs.filter(({ count }) => count > 0).map((input) => describeRepeated(input, frozen, targets));
  const duplicates = repeated(dealt.repeats.duplicates);
  const contradictions = repeated(dealt.repeats.contradictions);
  return { manifest, issues, certificate, duplicates, contradictions, nearDuplicates: made.clusters };
}

function describeRepeated(input: SeenInput, labelSets: FrozenLabelSets, targets: readonly string[]): RepeatedInput {
  const { text, count, copies } = input;
  const labelsOf = (labelSet: number): readonly ReportLabel[] => {
    const { classes, sets, setOf } = labelSets;
    return labelsOfSet(listAt(sets, setOf[labelSet] ?? 0), classes, targets);
  };
  return { text, count, copies: copies.map(({ origin, labelSet }) => ({ origin, labels: labelsOf(labelSet) })) };
}
