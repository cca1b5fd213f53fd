import { LabelmillError } from '../core/errors.js';
import type { Example } from '../core/example.js';
import { quoted } from '../core/printable.js';
import { isReject, type Reject } from '../core/reject.js';
import type { GatheredTurns } from './gather-turns.js';
import type { LaneJob } from './lane-job.js';

/** What became of a conversation, and the place of the source it is counted under: that of the row it starts with. */
export interface JoinedConversation {
  readonly place: number;
  readonly joined: Example | Reject;
}

/** The validated example that the rows of one conversation stand for, by the mapping of one of their sources. */
export function joinTurns(job: LaneJob, { turns, rows, isTooLarge }: GatheredTurns): JoinedConversation {
  const [first] = turns;
  const source = first === undefined ? undefined : job.sources[first.place];
  const conversations = source === undefined ? undefined : job.shapeOf(source).normalizer.conversations;
  if (first === undefined || conversations === undefined) throw new LabelmillError('INTERNAL', 'a conversation without a source');
  if (isTooLarge) {
    const count = [...rows.values()].reduce((sum, number) => sum + number, 0);
    const message = `conversation ${quoted(first.turn.id)} has ${count} rows, more than 16 MiB or 100,000 rows; is its id the right field?`;
    const { origin } = first.turn;
    return { place: first.place, joined: { stage: 'normalize', code: 'conversation-too-large', message, origin, raw: '' } };
  }
  const joined = conversations.join(turns.map(({ turn }) => turn));
  const invalid = isReject(joined) ? undefined : job.validator.validate(joined);
  const place = turns.find(({ turn }) => turn.origin === joined.origin)?.place ?? first.place;
  return { place, joined: invalid ?? joined };
}
