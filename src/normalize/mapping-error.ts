import { LabelmillError } from '../core/errors.js';

/** The error for a place in the mapping, such as `mapping.labels."intent".map`. */
export function invalid(at: string, reason: string): LabelmillError {
  return new LabelmillError('CONFIG_INVALID', `${at} ${reason}`, { at });
}

/** Refuses an empty name of a field. */
export function checkName(at: string, name: string): void {
  if (name === '') throw invalid(at, 'is empty; name a field');
}
