import { ROLES, type Message, type Role } from '../core/example.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { describeFields } from './field-missing.js';
import { compileField } from './field.js';
import type { MessagesMapping } from './mapping.js';
import { isRecord, memberOf } from './member.js';
import { parseJson } from './parse-json.js';
import { describeValue, quote } from './quote.js';
import { rejectRow } from './row-reject.js';
import { isBlank } from './white-space.js';

export type MessagesReader = (row: Row) => readonly Message[] | Reject;

interface Parts {
  readonly role: string;
  readonly content: string;
  readonly roles: ReadonlyMap<string, Role | null>;
}

/**
 * A reader of the messages of a row: a list of objects or of `[role, content]`, or such a list as JSON. Contents stay as they
 * are. Rejects with text-missing (no such field, or null), messages-type (another shape), message-role (an unknown role) or
 * messages-empty (no message is left that has more than white space).
 */
export function compileMessages(mapping: MessagesMapping): MessagesReader {
  const options = typeof mapping === 'string' ? { field: mapping } : mapping;
  const readField = compileField(options.field);
  const parts: Parts = { role: options.role ?? 'role', content: options.content ?? 'content', roles: rolesOf(options.roles) };
  return (row) => {
    const found = readField(row);
    if (found === undefined || found === null) return rejectMissing(row, options.field, found);
    const value = typeof found === 'string' ? parseMessages(found) : found;
    if (!Array.isArray(value)) {
      const message = `field ${quote(options.field)} must hold a list of messages, but holds ${describeValue(found)}`;
      return rejectRow(row, 'messages-type', message);
    }
    const list: readonly unknown[] = value;
    return readList(row, options.field, list, parts);
  };
}

/** Role in the data → role, for every role known: the four, then what the mapping says. */
export function rolesOf(renamed: Readonly<Record<string, string | null>> = {}): ReadonlyMap<string, Role | null> {
  const roles = new Map<string, Role | null>(ROLES.map((role) => [role, role]));
  for (const [name, to] of Object.entries(renamed)) roles.set(name, ROLES.find((role) => role === to) ?? null);
  return roles;
}

/** Why a role is none: `has the role "agent"; …`. */
export function describeUnknownRole(name: string): string {
  return `has the role ${quote(name)}; the roles are ${ROLES.join(', ')}; rename it under "roles" in the mapping`;
}

/** A blank string is a list without messages: an empty cell. */
function parseMessages(text: string): unknown {
  return isBlank(text) ? [] : parseJson(text);
}

function readList(row: Row, field: string, list: readonly unknown[], parts: Parts): readonly Message[] | Reject {
  const messages: Message[] = [];
  let hasContent = false;
  for (const [at, entry] of list.entries()) {
    const place = `field ${quote(field)}, message ${at} (counted from 0)`;
    const [name, content] = partsOf(entry, parts);
    if (typeof name !== 'string') {
      const expected = `must be {${parts.role}, ${parts.content}} or [role, content] with a string for the role`;
      return rejectRow(row, 'messages-type', `${place} ${expected}`);
    }
    const role = parts.roles.get(name);
    if (role === undefined) {
      return rejectRow(row, 'message-role', `${place} ${describeUnknownRole(name)}`);
    }
    if (role === null) continue;
    if (typeof content !== 'string') {
      return rejectRow(row, 'messages-type', `${place}: the content must be a string, but is ${describeValue(content)}`);
    }
    hasContent ||= !isBlank(content);
    messages.push({ role, content });
  }
  return hasContent ? messages : rejectRow(row, 'messages-empty', `field ${quote(field)}: no message has content`);
}

function partsOf(entry: unknown, { role, content }: Parts): readonly [role: unknown, content: unknown] {
  if (isRecord(entry)) return [memberOf(entry, role), memberOf(entry, content)];
  const isPair = Array.isArray(entry) && entry.length === 2;
  return isPair ? [memberOf(entry, '0'), memberOf(entry, '1')] : [undefined, undefined];
}

function rejectMissing(row: Row, field: string, found: undefined | null): Reject {
  const reason =
    found === null ? `field ${quote(field)} is null` : `the row has no field ${quote(field)}${describeFields(row, field)}`;
  return rejectRow(row, 'text-missing', `no messages: ${reason}`);
}
