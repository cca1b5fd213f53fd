import { LabelmillError } from '../core/errors.js';

/** The error of an answer that is JSON, but not what is documented. */
export function strangeAnswer(host: string, what: string): LabelmillError {
  const message = `cannot ${what}: the answer of ${host} is not what is documented; see that it is the address of the service`;
  return new LabelmillError('SERVICE_REFUSED', message, { host });
}
