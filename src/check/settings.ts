import type { Severity } from '../core/issue.js';
import type { Check } from './definition.js';

/** What a config says of one check. */
export type CheckOption =
  | 'off'
  | Severity
  | {
      readonly severity?: 'off' | Severity;
      /** Findings let through. */
      readonly max?: number;
      /** Share of the examples (or of what the check counts) let through, from 0 to 1. */
      readonly maxShare?: number;
      /** The measure of the check's own: see `labelmill explain CODE`. */
      readonly limit?: number;
    };

/** Code → what to do with the check; those left out keep their defaults. */
export type CheckOptions = Readonly<Record<string, CheckOption>>;

/** A check as it is configured. */
export interface CheckSetting {
  readonly check: Check;
  readonly severity: Severity;
  readonly max: number;
  readonly maxShare: number;
  readonly limit: number;
}

/** The checks that are on, with their thresholds. */
export function settleChecks(catalogue: readonly Check[], options: CheckOptions = {}): readonly CheckSetting[] {
  const given = new Map(Object.entries(options));
  return catalogue.flatMap((check): readonly CheckSetting[] => {
    const option = given.get(check.code) ?? {};
    const told: Exclude<CheckOption, string> = typeof option === 'string' ? { severity: option } : option;
    const { severity = check.severity, max, maxShare, limit } = told;
    if (severity === 'off') return [];
    const { threshold } = check;
    return [
      {
        check,
        severity,
        max: max ?? threshold.max ?? 0,
        maxShare: maxShare ?? threshold.maxShare ?? 0,
        limit: limit ?? threshold.limit?.value ?? 0,
      },
    ];
  });
}
