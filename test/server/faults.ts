// Faults by chance, of the kinds that server.ts lists: mostly lost connections, passing statuses, Retry-After in seconds and dates,
// short and too long, and answers that are no answers; few that hang, which cost the idle time of the client.
import { createRandom } from '../../src/core/random.js';
import type { Fault, RouteAnswer } from './server.js';

/** Faults of one run against the service, the same for the same number. */
export function faultScript(number: number, mostFaults = 8): readonly Fault[] {
  const random = createRandom(number, 'faults');
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[random.below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
  const answer = (status: number, rest: RouteAnswer = {}): Fault => ({ kind: 'answer', answer: { status, ...rest } });
  const makers: readonly (() => Fault)[] = [
    () => ({ kind: 'none' }),
    () => ({ kind: 'reset', afterBytes: pick([0, 1, 1000, 5000, 11_000]) }),
    () => ({ kind: 'done-reset' }),
    () => ({ kind: 'truncated', bytes: pick([0, 1, 40, 200]) }),
    () => ({ kind: 'slow', everyMs: 0 }),
    () => answer(pick([408, 425, 500, 502, 503, 504])),
    () => answer(pick([500, 503]), { json: { detail: 'Service unavailable' } }),
    () => answer(429, { headers: { 'retry-after': pick(['0', '2', '60']) } }),
    () => answer(429, { headers: { 'retry-after': new Date(Date.UTC(2026, 0, 1, 0, 0, pick([0, 3, 90]))).toUTCString() } }),
    () => answer(429, { headers: { 'retry-after': pick(['3600', new Date(Date.UTC(2026, 0, 2)).toUTCString()]) } }),
    () => answer(200, { body: Buffer.from(pick(['', '{', 'null', '[]', '{}', '"ok"', '{"id":"","filename":"x"}'])) }),
    () => answer(200, { body: Buffer.from('<!doctype html><title>Sign in</title>'), headers: { 'content-type': 'text/html' } }),
    () => answer(pick([302, 307]), { headers: { location: 'http://127.0.0.1:9/v1/files' } }),
    () => answer(pick([400, 401, 403, 413, 422]), { json: { detail: 'No' } }),
    () => answer(409, { json: { detail: 'Conflict' } }),
  ];
  // each of these costs the idle time of the client, so there are few of them
  const rare: readonly (() => Fault)[] = [() => ({ kind: 'done-hang' }), () => ({ kind: 'hang' })];
  return Array.from({ length: random.below(mostFaults + 1) }, () => pick(random.below(25) === 0 ? rare : makers)());
}
