import type { Message } from '../core/example.js';
import { isReject, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { SplitName } from '../core/splits.js';
import { compileClass } from './class-value.js';
import { describeFields } from './field-missing.js';
import { compileField } from './field.js';
import { compileGroup } from './group.js';
import type { Label, LabelReader } from './label-reader.js';
import { compileLabel } from './label.js';
import type { ConversationMapping, LabelMapping, Mapping } from './mapping.js';
import { describeUnknownRole, rolesOf } from './messages.js';
import { describeValue, quote } from './quote.js';
import { rejectRow } from './row-reject.js';
import { compileSplit } from './split-name.js';
import type { Turn } from './turn.js';

/** Reads rows as turns of conversations. */
export interface TurnReader {
  /** What the row says of its conversation; a row that can't be used is a turn with a fault. Rejects: conversation-id. */
  read(row: Row, given: SplitName | undefined): Turn | Reject;
  /** A row that another stage rejects, as a turn that brings its conversation down; the reject itself where it has no id. */
  blame(row: Row, reject: Reject): Turn | Reject;
}

type Found = Omit<Turn, 'id' | 'origin' | 'fault'>;

/** A reader of the turns of a mapping with `conversation`. Labels may be missing here: one row of a conversation is enough. */
export function compileTurn(mapping: Mapping, conversation: ConversationMapping): TurnReader {
  const readId = compileId(conversation.id);
  const readTurn = compileTurnField(conversation.turn);
  const readMessage = compileMessage(conversation);
  const labels = Object.entries(mapping.labels).map(([target, label]) => compileLabelOfTurn(target, label));
  const readGroup = mapping.group === undefined ? undefined : compileGroup(mapping.group);
  const readSplit = mapping.split === undefined ? undefined : compileSplit(mapping.split);

  const readRest = (row: Row, given: SplitName | undefined): Found | Reject => {
    const turn = readTurn(row);
    if (typeof turn === 'object') return turn;
    const message = readMessage(row);
    if (message !== undefined && isReject(message)) return message;
    const found: (Label | undefined)[] = [];
    for (const read of labels) {
      const label = read(row);
      if (typeof label === 'object' && isReject(label)) return label;
      found.push(label);
    }
    const split = readSplit === undefined ? given : readSplit(row);
    if (typeof split === 'object') return split;
    const group = readGroup?.(row);
    return { turn, message, labels: found, group: typeof group === 'object' ? undefined : group, split };
  };
  const fail = (id: string, row: Row, fault: Reject): Turn => {
    return { id, turn: '', message: undefined, labels: [], group: undefined, split: undefined, origin: row.origin, fault };
  };
  return {
    read(row, given) {
      const id = readId(row);
      if (typeof id === 'object') return id;
      const found = readRest(row, given);
      return isReject(found) ? fail(id, row, found) : { id, ...found, origin: row.origin, fault: undefined };
    },
    blame(row, reject) {
      const id = readId(row);
      return typeof id === 'object' ? reject : fail(id, row, reject);
    },
  };
}

function compileId(id: ConversationMapping['id']): (row: Row) => string | Reject {
  const names = typeof id === 'string' ? [id] : id;
  const readers = names.map((name) => ({ name, read: compileField(name) }));
  const readName = compileClass({});
  return (row) => {
    const parts: string[] = [];
    for (const { name, read } of readers) {
      const value = read(row);
      const part = readName(value);
      if (typeof part !== 'string') return rejectRow(row, 'conversation-id', `no conversation ${whyNone(row, name, value)}`);
      parts.push(part);
    }
    return parts.length === 1 ? (parts[0] ?? '') : JSON.stringify(parts);
  };
}

function compileTurnField(name: string): (row: Row) => string | Reject {
  const read = compileField(name);
  const readName = compileClass({});
  return (row) => {
    const value = read(row);
    const turn = typeof value === 'number' && Number.isFinite(value) ? String(value) : readName(value);
    if (typeof turn === 'string') return turn;
    return rejectRow(row, 'conversation-turn', `no turn ${whyNone(row, name, value)}`);
  };
}

function whyNone(row: Row, name: string, value: unknown): string {
  if (value === undefined) return `in field ${quote(name)}, which the row does not have${describeFields(row, name)}`;
  return `in field ${quote(name)}, which holds ${describeValue(value)}`;
}

function compileMessage(conversation: ConversationMapping): (row: Row) => Message | undefined | Reject {
  const readRole = compileField(conversation.role);
  const readContent = compileField(conversation.content);
  const roles = rolesOf(conversation.roles);
  return (row) => {
    const name = readRole(row);
    if (typeof name !== 'string') return rejectRow(row, 'message-role', `no role ${whyNone(row, conversation.role, name)}`);
    const role = roles.get(name);
    if (role === undefined)
      return rejectRow(row, 'message-role', `field ${quote(conversation.role)} ${describeUnknownRole(name)}`);
    if (role === null) return undefined;
    const content = readContent(row);
    if (typeof content === 'string') return { role, content };
    return rejectRow(row, 'messages-type', `no content ${whyNone(row, conversation.content, content)}; it must be a string`);
  };
}

/** The label of a row that may lack one. */
function compileLabelOfTurn(target: string, label: LabelMapping): LabelReader {
  const read = compileLabel(target, { ...label, optional: true });
  if (label.field === undefined) return read;
  const readField = compileField(label.field);
  const readClass = compileClass(label);
  return (row) => (readClass(readField(row)) === undefined ? undefined : read(row));
}
