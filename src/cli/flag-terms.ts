import { LabelmillError, type ErrorCode } from '../core/errors.js';

/** Options as messages name them, and the flags that set them. */
const FLAGS = [
  ['balance.max', '--max'],
  ['balance.min', '--min'],
  ['mapping.group', '--group'],
  ['mapping.messages', '--messages'],
  ['mapping.split.field', '--split-field'],
  ['mapping.text', '--text'],
  ['maxRejects', '--max-rejects'],
  ['nearDuplicateThreshold', '--near-duplicate-threshold'],
  ['nearDuplicates', '--near-duplicates'],
  ['seed', '--seed'],
  ['split.counts.test', '--test'],
  ['split.counts.validation', '--validation'],
  ['split.ratios', '--split'],
] as const;

/** Codes of errors about options. */
const CODES: ReadonlySet<ErrorCode> = new Set(['CONFIG_INVALID', 'BALANCE_INVALID', 'RATIOS_INVALID']);

/**
 * An error about options with the flags they are set by: `--split must sum to …` for `split.ratios must sum to …`.
 * A config file was checked when it was loaded, and its errors name their place there; what is wrong now came by a flag.
 */
export function inFlagTerms(error: unknown): unknown {
  if (!(error instanceof LabelmillError) || !CODES.has(error.code) || 'path' in error.facts) return error;
  const lines = error.message.split('\n').map(lineInFlagTerms);
  return new LabelmillError(error.code, lines.join('\n'), error.facts, error);
}

function lineInFlagTerms(line: string): string {
  const found = FLAGS.find(([option]) => line.startsWith(`${option} `));
  return found === undefined ? line : found[1] + line.slice(found[0].length);
}
