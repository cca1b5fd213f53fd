import { LabelmillError, reasonOf, type ErrorCode } from '../core/errors.js';
import type { Answer } from './exchange.js';
import { LONGEST_WAIT_MS, readRetryAfter } from './time.js';
import { hideSecrets, wordsOf } from './words.js';

/** Why an attempt failed, and whether another may succeed. */
export interface Failure {
  readonly error: LabelmillError;
  /** Another attempt may succeed. */
  readonly isPassing: boolean;
  /** The service may have done what was asked all the same. */
  readonly isDoubtful: boolean;
  /** What the service asks to wait; 0 where it asks for nothing. */
  readonly delayMs: number;
}

/** What a failure is told by. */
export interface FailureContext {
  /** `create the job`: after "cannot". */
  readonly what: string;
  readonly host: string;
  /** What must not be shown, whatever the service says. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What to do next, by status. */
  readonly advice: ReadonlyMap<number, string>;
}

const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Reasons of connections that were never there, so that nothing was done. */
const NEVER_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
/** Certificates that don't hold: no repetition mends them. */
const UNTRUSTED = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** The failure that an answer is; undefined where it is none. */
export function failureOfAnswer(answer: Answer, context: FailureContext): Failure | undefined {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return undefined;
  const delayMs = readRetryAfter(headers['retry-after'], context.now);
  const isLong = delayMs > LONGEST_WAIT_MS;
  const isPassing = PASSING_STATUSES.has(status);
  const said = wordsOf(answer, context.secrets);
  const { code, text } = describe(status, isLong ? new Date(context.now + delayMs).toISOString() : undefined);
  const advice = context.advice.get(status) ?? ADVICE.get(code);
  const message = [
    `cannot ${context.what}: ${context.host} ${text} (${status})`,
    ...(said === '' ? [] : [`: ${said.replace(/[.\s]+$/, '')}`]),
    ...(advice === undefined ? [] : [`; ${advice}`]),
  ].join('');
  const facts = {
    status,
    host: context.host,
    ...(said === '' ? {} : { said }),
    ...(delayMs > 0 ? { retryAfterMs: delayMs } : {}),
  };
  const error = new LabelmillError(code, message, facts);
  return { error, isPassing: isPassing && !isLong, isDoubtful: status >= 500 || status === 408, delayMs };
}

/** The failure that an error of the connection is, or of an answer that is cut or no JSON. */
export function failureOfError(cause: unknown, context: FailureContext): Failure {
  const reason = hideSecrets(reasonOf(cause), context.secrets);
  const isUntrusted = UNTRUSTED.test(reason);
  const message = isUntrusted
    ? `cannot ${context.what}: ${context.host} can't prove who it is (${reason}); see that no one stands between, or name the authority in NODE_EXTRA_CA_CERTS`
    : `cannot ${context.what}: ${context.host} can't be reached (${reason}); look at the connection, then try again`;
  const error = new LabelmillError(
    isUntrusted ? 'SERVICE_REFUSED' : 'SERVICE_UNREACHABLE',
    message,
    { host: context.host, reason },
    cause,
  );
  return { error, isPassing: !isUntrusted, isDoubtful: !NEVER_CONNECTED.test(reason), delayMs: 0 };
}

const ADVICE: ReadonlyMap<ErrorCode, string> = new Map([
  ['KEY_REFUSED', 'see that MISTRAL_API_KEY is the key of this service, and that it is still valid'],
  ['SERVICE_UNREACHABLE', 'try again later'],
]);

function describe(status: number, until: string | undefined): { readonly code: ErrorCode; readonly text: string } {
  if (until !== undefined && PASSING_STATUSES.has(status)) return { code: 'SERVICE_BUSY', text: `asks to come back at ${until}` };
  if (status === 401 || status === 403) return { code: 'KEY_REFUSED', text: 'refuses the key' };
  if (status === 404) return { code: 'SERVICE_REFUSED', text: 'has no such thing' };
  if (status === 409) return { code: 'SERVICE_CONFLICT', text: 'says that it is in conflict with what is there' };
  if (status === 410) return { code: 'SERVICE_RETIRED', text: 'has retired this' };
  if (status === 429) return { code: 'SERVICE_BUSY', text: 'asks to send less at a time' };
  if (status >= 500 || status === 408 || status === 425) return { code: 'SERVICE_UNREACHABLE', text: 'fails' };
  if (status >= 300 && status < 400) return { code: 'SERVICE_REFUSED', text: 'points elsewhere, where the key is not sent' };
  return { code: 'SERVICE_REFUSED', text: 'refuses the request' };
}
