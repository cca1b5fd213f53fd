import { ROLES } from '../core/example.js';
import { SPLITS } from '../core/splits.js';
import { checkLabel } from './check-label.js';
import { checkName, invalid } from './mapping-error.js';
import type { ConversationMapping, Mapping, MessagesMapping, SplitMapping, TextMapping } from './mapping.js';
import { quote } from './quote.js';

/**
 * Refuses a mapping that contradicts itself, before a row is read.
 * @throws LabelmillError CONFIG_INVALID, with the place in the mapping as fact `at`
 */
export function checkMapping({ text, messages, conversation, labels, group, split }: Mapping): void {
  const [input, second] = Object.entries({ text, messages, conversation })
    .filter(([, part]) => part !== undefined)
    .map(([name]) => name);
  if (input !== undefined && second !== undefined) throw invalid('mapping', `has both ${input} and ${second}; keep one of them`);
  if (input === undefined)
    throw invalid('mapping', 'has neither text nor messages nor conversation; name the field that holds one');
  if (text !== undefined) checkText(text);
  if (messages !== undefined) checkMessages(messages);
  if (conversation !== undefined) checkConversation(conversation);
  const targets = Object.entries(labels);
  if (targets.length === 0) throw invalid('mapping.labels', 'names no target; add one as {"<target>": {"field": "<field>"}}');
  for (const [target, mapping] of targets) checkLabel(target, mapping);
  if (group !== undefined) checkName('mapping.group', group);
  if (split !== undefined) checkSplit(split);
}

function checkText(text: TextMapping): void {
  if (typeof text === 'string') {
    checkName('mapping.text', text);
    return;
  }
  const ways = ['field', 'fields', 'template'].filter((way) => Object.hasOwn(text, way));
  if (ways.length !== 1)
    throw invalid('mapping.text', `has ${ways.join(' and ') || 'no field'}; it takes one of field, fields and template`);
  if ('template' in text) return;
  if ('field' in text) {
    checkName('mapping.text.field', text.field);
    return;
  }
  if (text.fields.length === 0) throw invalid('mapping.text.fields', 'is empty; name the fields to join');
  for (const [at, name] of text.fields.entries()) checkName(`mapping.text.fields.${at}`, name);
}

function checkMessages(messages: MessagesMapping): void {
  if (typeof messages === 'string') {
    checkName('mapping.messages', messages);
    return;
  }
  checkName('mapping.messages.field', messages.field);
  checkRoles('mapping.messages.roles', messages.roles);
}

function checkConversation({ id, turn, role, content, roles }: ConversationMapping): void {
  const ids = typeof id === 'string' ? [id] : id;
  if (ids.length === 0) throw invalid('mapping.conversation.id', 'is empty; name the field that holds the id');
  for (const name of ids) checkName('mapping.conversation.id', name);
  checkName('mapping.conversation.turn', turn);
  checkName('mapping.conversation.role', role);
  checkName('mapping.conversation.content', content);
  checkRoles('mapping.conversation.roles', roles);
}

function checkRoles(at: string, roles: Readonly<Record<string, string | null>> = {}): void {
  for (const [name, role] of Object.entries(roles)) {
    if (role === null || ROLES.some((known) => known === role)) continue;
    throw invalid(`${at}.${quote(name)}`, `is ${quote(role)}; it takes null or one of ${ROLES.join(', ')}`);
  }
}

function checkSplit({ field, names = {} }: SplitMapping): void {
  checkName('mapping.split.field', field);
  for (const [name, split] of Object.entries(names)) {
    if (split === null || SPLITS.includes(split)) continue;
    throw invalid(`mapping.split.names.${quote(name)}`, `is ${quote(split)}; it takes null or one of ${SPLITS.join(', ')}`);
  }
}
