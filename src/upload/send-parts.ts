import pLimit from 'p-limit';
import { deliver, type Delivery } from './deliver.js';
import type { Part, Receipt } from './part.js';

export interface Sending extends Omit<Delivery, 'onProgress'> {
  /** Files on their way at once. */
  readonly concurrency: number;
  readonly onProgress: (part: Part, bytes: number) => void;
}

/**
 * Sends parts, several at once; `last` after all others, so that a copy that has its manifest is whole. A part that fails does
 * not keep the others from arriving, unless the run is aborted.
 * @returns receipts, in the order of the parts, `last` at the end
 * @throws the first failure in the order of the parts
 */
export async function sendParts(
  { parts, last }: { readonly parts: readonly Part[]; readonly last: Part | undefined },
  sending: Sending,
): Promise<readonly Receipt[]> {
  const { destination, journal, concurrency } = sending;
  const send = (part: Part): Promise<Receipt> =>
    deliver(part, { ...sending, onProgress: (bytes) => sending.onProgress(part, bytes) });
  const all = last === undefined ? parts : [...parts, last];
  for (const part of all) {
    if (journal.last(destination.identity, part) === undefined)
      await journal.add(destination.identity, part, { state: 'planned' });
  }
  const limit = pLimit(concurrency);
  const outcomes = await Promise.allSettled(parts.map((part) => limit(() => send(part))));
  const receipts = outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  if (last !== undefined) receipts.push(await send(last));
  return receipts;
}
