import { LabelmillError, reasonOf } from '../../core/errors.js';
import type { HttpAddress } from './http-address.js';

/** Statuses after which the same request may succeed. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Reasons that no repetition mends: unknown hosts and certificates that are not valid. */
const LASTING_REASON = /^(?:ENOTFOUND|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_SSL_|ERR_INVALID_)/;

/** Why a request failed, and whether another may succeed. */
export interface Failure {
  readonly reason: string;
  readonly isPassing: boolean;
  /** What the server asks for; 0 where it asks for nothing. */
  readonly delayMs: number;
  readonly cause?: unknown;
}

/** What a status says; undefined for one that is not a failure. */
export function failureOfStatus(response: Response, now: number): Failure | undefined {
  const { status } = response;
  if (status < 400) return undefined;
  const delayMs = readRetryAfter(response.headers.get('retry-after'), now);
  return { reason: `the server answers ${status}`, isPassing: PASSING_STATUSES.has(status), delayMs };
}

/** What an error of fetch says: Node's code where there is one. Never an address, which could hold secrets. */
export function failureOfError(error: unknown): Failure {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const reason = reasonOf(cause);
  return { reason, isPassing: !LASTING_REASON.test(reason), delayMs: 0, cause: error };
}

/** The error for a status that will not go away. */
export function refusal(address: HttpAddress, status: number): LabelmillError {
  const { name } = address;
  const facts = { source: name, status };
  if (status === 401 || status === 403)
    return new LabelmillError(
      'SOURCE_UNREADABLE',
      `the server refuses access to ${name} (${status}): ${address.accessAdvice}`,
      facts,
    );
  if (status === 404 || status === 410)
    return new LabelmillError(
      'SOURCE_UNREADABLE',
      `there is no ${name} (the server answers ${status}): check the address`,
      facts,
    );
  return new LabelmillError('SOURCE_UNREADABLE', `cannot read ${name}: the server answers ${status}`, facts);
}

/** Seconds or a date as milliseconds from now. */
function readRetryAfter(value: string | null, now: number): number {
  if (value === null) return 0;
  const delayMs = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(delayMs) ? Math.max(0, delayMs) : 0;
}
