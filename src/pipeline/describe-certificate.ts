import type { Certificate, CertifiedClass } from '../core/certificate.js';
import type { ClassTable } from '../core/class-table.js';
import { listAt, type NumberLists } from '../core/number-lists.js';
import { SPLITS } from '../core/splits.js';
import type { SplitCertificate } from '../split/split.js';

/** Entries of each list the manifest keeps; the counts beside them are complete. */
const LISTED = 100;

/** The certificate of a split with names instead of numbers, as the manifest keeps it. */
export function describeCertificate(
  certificate: SplitCertificate | undefined,
  { classes, sets, targets }: { classes: ClassTable; sets: NumberLists; targets: readonly string[] },
): Certificate | undefined {
  if (certificate === undefined) return undefined;
  const { sizes, ld, lpd, ed, worst, missing, missingCount, withoutTrain, withoutTrainCount, deviations, deviationCount } =
    certificate;
  const nameOf = (place: number): CertifiedClass => ({
    target: targets[classes.targetOf(place)] ?? '',
    class: classes.nameOf(place),
  });
  return {
    sizes: Object.fromEntries(SPLITS.map((split, place) => [split, sizes[place]])),
    ld,
    ...(lpd === undefined ? {} : { lpd }),
    ed,
    ...(worst === undefined
      ? {}
      : { worst: { ...nameOf(worst.class), split: worst.split, exact: worst.exact, given: worst.given } }),
    missingCount,
    missing: missing
      .slice(0, LISTED)
      .map(({ class: place, split, examples, enough }) => ({ ...nameOf(place), split, examples, enough })),
    withoutTrainCount,
    withoutTrain: withoutTrain.slice(0, LISTED).map(nameOf),
    deviationCount,
    deviations: deviations
      .slice(0, LISTED)
      .map(({ set, ...deviation }) => ({ labels: Array.from(listAt(sets, set), nameOf), ...deviation })),
  };
}
