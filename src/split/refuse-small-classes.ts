import { LabelmillError } from '../core/errors.js';
import type { SplitCertificate } from './certificate.js';

/** Classes a message names at most. */
const NAMED_MAX = 20;

/**
 * Throws where a class is missing from a split.
 * @throws LabelmillError SMALL_CLASSES, naming the classes, the split each is missing from and how many examples are enough
 */
export function refuseSmallClasses(certificate: SplitCertificate, nameOf: (held: number) => string = String): void {
  if (certificate.missingCount === 0) return;
  const named = certificate.missing
    .slice(0, NAMED_MAX)
    .map(({ class: held, split, examples, enough }) => `${nameOf(held)} (${examples} of ${enough}) in ${split}`);
  const more = certificate.missingCount > named.length ? ` and ${certificate.missingCount - named.length} more` : '';
  throw new LabelmillError(
    'SMALL_CLASSES',
    `split: classes too small for every split: ${named.join(', ')}${more}; ` +
      'add examples, set a minimum that leaves small classes out, or choose smallClasses "cover" or "proportional"',
    { classes: certificate.missing.map(({ class: held }) => nameOf(held)), count: certificate.missingCount },
  );
}
