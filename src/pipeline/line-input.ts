import { ROLES, type Input, type Message, type Role } from '../core/example.js';

/** The input of a parsed line of a split. What is missing, which no line of ours lacks, is empty. */
export function lineInput(value: unknown): Input {
  const text = memberOf(value, 'text');
  if (typeof text === 'string') return { kind: 'text', text };
  const messages = memberOf(value, 'messages');
  return { kind: 'messages', messages: Array.isArray(messages) ? messages.map(messageOf) : [] };
}

/** A member of an object of any kind; undefined where there is none. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function messageOf(value: unknown): Message {
  const [role, content] = [memberOf(value, 'role'), memberOf(value, 'content')];
  return { role: ROLES.find((one: Role) => one === role) ?? 'user', content: typeof content === 'string' ? content : '' };
}
