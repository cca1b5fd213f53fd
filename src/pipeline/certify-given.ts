import type { CertificateFacts } from '../check/check.js';
import type { FrozenLabelSets } from '../core/label-sets.js';
import { SPLITS, type PerSplit } from '../core/splits.js';
import { certify, indexLabels } from '../split/split.js';

/**
 * The certificate of splits that the sources give: their sizes are taken for what was asked.
 * @param counts  examples per label set, by the number `intern` gave
 * @returns undefined where no split is given
 */
export function certifyGiven(
  { classes, sets, setOf, givenOf }: FrozenLabelSets,
  counts: readonly number[],
  targets: readonly string[],
): CertificateFacts | undefined {
  const given = new Float64Array(sets.length * SPLITS.length);
  const sizes = new Float64Array(SPLITS.length);
  counts.forEach((count, labelSet) => {
    const split = givenOf[labelSet] ?? -1;
    if (split < 0) return;
    const cell = (setOf[labelSet] ?? 0) * SPLITS.length + split;
    given[cell] = (given[cell] ?? 0) + count;
    sizes[split] = (sizes[split] ?? 0) + count;
  });
  const examples = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.filter((size) => size > 0).length < 2) return undefined;
  const [train = 0, validation = 0, test = 0] = sizes;
  const asked: PerSplit<number> = [train, validation, test];
  const shares = sizes.map((size) => size / examples);
  const index = indexLabels(sets, classes.length);
  const { ld, lpd, ed, worst } = certify({ index, asked, shares, given, reasonOf: () => 'totals' });
  return {
    ld,
    lpd,
    ed,
    worst:
      worst === undefined
        ? undefined
        : {
            target: targets[classes.targetOf(worst.class)] ?? '',
            class: classes.nameOf(worst.class),
            split: worst.split,
            exact: worst.exact,
            given: worst.given,
          },
  };
}
