import { onTestFinished } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { openService, type Service, type ServiceOptions, type Time } from '../../src/mistral/mistral.js';
import { startMistral, type LocalMistral, type MistralOptions } from '../server/mistral.js';
import { startServer, type LocalServer, type ServerOptions } from '../server/server.js';

/** A key that must be in no output. */
export const CANARY = 'sk-CANARY-0123456789abcdef';

/** Time that passes only when it is waited for. */
export interface FakeTime extends Time {
  /** Every wait so far, in milliseconds. */
  readonly waits: readonly number[];
}

export function fakeTime(start = Date.UTC(2026, 0, 1)): FakeTime {
  const waits: number[] = [];
  let now = start;
  return {
    waits,
    now: () => now,
    jitter: () => 1,
    async wait(delayMs, signal) {
      signal?.throwIfAborted();
      waits.push(delayMs);
      now += delayMs;
    },
  };
}

/** A server that is closed when the test ends. */
export async function serve(options: ServerOptions): Promise<LocalServer> {
  const server = await startServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A client of a local server, with the canary for a key and time that takes none. */
export function connect({ url }: LocalServer, options: ServiceOptions = {}): Promise<Service> {
  return openService({ environment: { MISTRAL_API_KEY: CANARY, MISTRAL_BASE_URL: url }, time: fakeTime(), ...options });
}

/** Puts a file into a local service. @returns its id */
export async function store(server: LocalServer, name: string, content: string): Promise<string> {
  const form = new FormData();
  form.set('purpose', 'fine-tune');
  form.set('file', new File([content], name));
  const headers = { authorization: `Bearer ${CANARY}` };
  const answer: any = await (await fetch(`${server.url}/v1/files`, { method: 'POST', body: form, headers })).json();
  return answer.id;
}

/** A local service that is closed when the test ends. */
export async function serveMistral(options: MistralOptions = {}): Promise<LocalMistral> {
  const server = await startMistral({ key: CANARY, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** The error a promise fails with. */
export async function failureOf(promise: Promise<unknown>): Promise<LabelmillError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof LabelmillError) return error;
  throw error;
}
