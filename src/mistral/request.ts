import { LabelmillError } from '../core/errors.js';
import { PACKAGE_VERSION } from '../core/package-version.js';
import { findAddress } from './address.js';
import { exchange, type Attempt } from './exchange.js';
import { failureOfAnswer, failureOfError, type Failure } from './failure.js';
import { readKey, type Environment } from './key.js';
import { delayAfter, REAL_TIME, TRIES, type Time } from './time.js';

/** A connection to the service. */
export interface Service {
  /** Host and port, to be shown. */
  readonly host: string;
  readonly time: Time;
  /**
   * Sends a request, again where that may help and does no harm, and reads its answer.
   * @returns the JSON that was answered; undefined for an empty body
   * @throws LabelmillError SERVICE_UNREACHABLE, SERVICE_BUSY, KEY_REFUSED, SERVICE_REFUSED, SERVICE_CONFLICT, SERVICE_RETIRED, ABORTED;
   * with the fact `isDoubtful` where what was asked may have been done all the same; and what a streamed body throws
   */
  send(request: ServiceRequest, signal?: AbortSignal): Promise<unknown>;
}

export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From `/v1` on; parts that are data must be encoded. */
  readonly path: string;
  readonly query?: URLSearchParams;
  /** `create the job`: after "cannot" in messages. */
  readonly what: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it comes, of a known size. Opened anew for each attempt. */
  readonly stream?: { readonly type: string; readonly bytes: number; readonly open: () => AsyncIterable<Uint8Array> };
  /**
   * When to send it again: where the failure passes (default of GET), only where the service did nothing (429, no connection),
   * or never (default of the others).
   */
  readonly repeat?: 'passing' | 'undone' | 'never';
  /** Of each attempt. Default 60 s. */
  readonly timeoutMs?: number;
  /** Parts of the body that must not be shown, should the service send them back. */
  readonly secrets?: readonly string[];
  /** What to do next, by status. */
  readonly advice?: ReadonlyMap<number, string>;
}

export interface ServiceOptions {
  /** Base address. Default: `MISTRAL_BASE_URL`, else that of the service. */
  readonly server?: string;
  /** Where key and address are read from. Default: that of the process. */
  readonly environment?: Environment;
  readonly time?: Time;
  /** Time without a byte after which an attempt is given up. Default 60 s. */
  readonly idleTimeoutMs?: number;
  /** Nothing will be sent, so that no key is needed. Default false. */
  readonly isDryRun?: boolean;
}

const TIMEOUT_MS = 60_000;

/**
 * Reads address and key. Nothing is sent.
 * @throws LabelmillError USAGE, KEY_MISSING
 */
export async function openService(options: ServiceOptions = {}): Promise<Service> {
  const { environment = process.env, time = REAL_TIME, idleTimeoutMs = TIMEOUT_MS, isDryRun = false } = options;
  const base = findAddress(options.server, environment);
  const key = isDryRun ? '' : await readKey(environment);
  const { host } = base;
  // an answer may say what an earlier request told, also one of another run
  const told = new Set([key, ...[environment['WANDB_API_KEY'] ?? ''].filter((other) => other !== '')]);

  async function tryOnce(
    request: ServiceRequest,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly value: unknown } | Failure> {
    for (const secret of request.secrets ?? []) told.add(secret);
    const { method, what, json, stream, advice = new Map<number, string>() } = request;
    const context = (): Parameters<typeof failureOfError>[1] => ({
      what,
      host,
      secrets: [...told],
      now: time.now(),
      advice,
    });
    const url = new URL(`${base.origin}${base.pathname.replace(/\/$/, '')}${request.path}`);
    if (request.query !== undefined) url.search = request.query.toString();
    const body = json === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(json));
    const attempt: Attempt = {
      url,
      method,
      headers: {
        authorization: `Bearer ${key}`,
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': `labelmill/${PACKAGE_VERSION}`,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(stream === undefined ? {} : { 'content-type': stream.type }),
        ...(method === 'GET' ? {} : { 'content-length': stream?.bytes ?? body.length }),
      },
      body: stream?.open ?? body,
      reusesConnection: repeatOf(request) === 'passing',
      timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
      idleTimeoutMs,
      signal,
    };
    try {
      const answer = await exchange(attempt);
      const text = answer.body.toString('utf8').trim();
      return failureOfAnswer(answer, context()) ?? { value: text === '' ? undefined : JSON.parse(text) };
    } catch (error) {
      if (error instanceof LabelmillError) throw error; // of the stream
      return failureOfError(error instanceof SyntaxError ? new Error('its answer is not JSON') : error, context());
    }
  }

  return {
    host,
    time,
    async send(request, signal) {
      if (isDryRun) throw new RangeError('a dry run sends nothing');
      for (let failures = 1; ; failures++) {
        const outcome = await tryOnce(request, signal);
        if ('value' in outcome) return outcome.value;
        if (isAborted(signal)) throw aborted();
        const { error, isDoubtful, delayMs } = outcome;
        if (failures === TRIES || !mayRepeat(request, outcome)) throw isDoubtful ? withDoubt(error) : error;
        try {
          await time.wait(delayAfter(failures, delayMs, time), signal);
        } catch (cause) {
          if (isAborted(signal)) throw aborted();
          throw cause;
        }
      }
    },
  };
}

function repeatOf({ method, repeat }: ServiceRequest): 'passing' | 'undone' | 'never' {
  return repeat ?? (method === 'GET' ? 'passing' : 'never');
}

function mayRepeat(request: ServiceRequest, { isPassing, isDoubtful }: Failure): boolean {
  const repeat = repeatOf(request);
  return repeat !== 'never' && isPassing && (repeat === 'passing' || !isDoubtful);
}

function withDoubt(error: LabelmillError): LabelmillError {
  return new LabelmillError(error.code, error.message, { ...error.facts, isDoubtful: true }, error.cause);
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function aborted(): LabelmillError {
  return new LabelmillError('ABORTED', 'stopped by the caller');
}
