import { LabelmillError } from '../core/errors.js';
import type { Destination } from './destination.js';
import { aborted, delayAskedBy, isPassing } from './errors.js';
import type { Journal } from './journal.js';
import type { Part, Receipt } from './part.js';
import { delayAfter, LONGEST_TROUBLE_MS, LONGEST_WAIT_MS, TRIES, type Patience } from './patience.js';

export interface Delivery {
  readonly destination: Destination;
  readonly journal: Journal;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Bytes of the part handed over so far; starts again at 0 with each try. */
  readonly onProgress: (bytes: number) => void;
}

/**
 * Has the destination hold a part once. Before every try, the first one and those after a lost answer alike, the destination is
 * asked whether it has the part; so whatever was cut off, by a network, a crash or a kill, leads to no second file.
 * The journal has the intent before the first byte is sent, and the id before the receipt is returned.
 * @throws LabelmillError: of exit code 5 after 6 tries or 10 minutes, or where the destination asks for more than 2 minutes;
 *         any other at once
 */
export async function deliver(part: Part, delivery: Delivery): Promise<Receipt> {
  const { destination, journal, patience, signal } = delivery;
  const { identity } = destination;
  const started = patience.now();
  let attempts = 0;
  for (let failures = 0; ;) {
    try {
      const last = journal.last(identity, part);
      const found = await destination.find(part, last?.state === 'done' ? last.id : undefined, signal);
      if (found !== undefined) return await keep(found, attempts === 0 ? 'found' : 'sent');
      await journal.add(identity, part, { state: 'sending', attempt: ++attempts });
      return await keep(await send(part, delivery), 'sent');
    } catch (error) {
      if (signal.aborted) throw aborted(error);
      if (!isPassing(error)) {
        if (error instanceof LabelmillError) await journal.add(identity, part, { state: 'refused', code: error.code });
        throw error;
      }
      failures++;
      const asked = delayAskedBy(error);
      const isOver = failures >= TRIES || asked > LONGEST_WAIT_MS || patience.now() - started > LONGEST_TROUBLE_MS;
      if (isOver) return await lastLook(error, failures);
      await patience.wait(delayAfter(failures, asked, patience.random), signal).catch((cause: unknown) => {
        throw aborted(cause);
      });
    }
  }

  async function keep(id: string, state: Receipt['state']): Promise<Receipt> {
    const last = journal.last(identity, part);
    if (last?.state !== 'done' || last.id !== id) await journal.add(identity, part, { state: 'done', id });
    delivery.onProgress(part.bytes);
    const { name, bytes, lines, sha256, split } = part;
    return { name, bytes, lines, sha256, ...(split === undefined ? {} : { split }), id, state };
  }

  /** What the last try sent may have arrived, too. */
  async function lastLook(error: LabelmillError, failures: number): Promise<Receipt> {
    const found = attempts === 0 ? undefined : await destination.find(part, undefined, signal).catch(() => undefined);
    if (found !== undefined) return keep(found, 'sent');
    const tries = failures === 1 ? '1 try' : `${failures} tries`;
    const message = `${part.name} did not arrive in ${tries}: ${error.message}. Run it again later: what has arrived is not sent twice`;
    throw new LabelmillError(error.code, message, { ...error.facts, file: part.name, tries: failures }, error);
  }
}

async function send(part: Part, { destination, signal, onProgress }: Delivery): Promise<string> {
  let bytes = 0;
  onProgress(0);
  return destination.send(part, { signal, onBytes: (more) => onProgress((bytes += more)) });
}
