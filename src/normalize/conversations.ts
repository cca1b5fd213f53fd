import type { Example } from '../core/example.js';
import type { Reject } from '../core/reject.js';
import { compileJoin } from './join-turns.js';
import type { ConversationMapping, Mapping } from './mapping.js';
import { compileTurn, type TurnReader } from './read-turn.js';
import type { Turn } from './turn.js';

/** How rows become conversations: each row is read as a turn, and the turns of one id are joined. */
export interface Conversations extends TurnReader {
  /** Fields a turn is read from. */
  readonly fields: readonly string[];
  /** The example that all turns of one id stand for, or why they stand for none. At least one turn, in any order. */
  join(turns: readonly Turn[]): Example | Reject;
}

export function compileConversations(mapping: Mapping, conversation: ConversationMapping): Conversations {
  const { id, turn, role, content } = conversation;
  return {
    ...compileTurn(mapping, conversation),
    fields: [id, turn, role, content].flat(),
    join: compileJoin(mapping),
  };
}
