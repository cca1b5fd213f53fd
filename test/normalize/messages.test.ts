import { describe, expect, it } from 'vitest';
import type { MessagesMapping } from '../../src/normalize/normalize.js';
import { normalized, reasonOf, record } from './rows.js';

const labels = { y: { constant: 'c' } };

function messagesOf(messages: MessagesMapping, value: unknown): unknown {
  const { input } = normalized({ messages, labels }, record({ chat: value }));
  return input.kind === 'messages' ? input.messages : 'text';
}

function messagesReject(messages: MessagesMapping, value: unknown): string {
  return reasonOf({ messages, labels }, record({ chat: value }));
}

describe('messages', () => {
  const expected = [
    { role: 'user', content: ' hi ' },
    { role: 'assistant', content: '' },
  ];

  it.each<[string, MessagesMapping, unknown]>([
    [
      'objects, more members left out',
      'chat',
      [
        { content: ' hi ', role: 'user', id: 1 },
        { role: 'assistant', content: '' },
      ],
    ],
    [
      'pairs',
      'chat',
      [
        ['user', ' hi '],
        ['assistant', ''],
      ],
    ],
    ['JSON in a string', { field: 'chat' }, '[["user"," hi "],{"role":"assistant","content":""}]'],
    [
      'parts called otherwise',
      { field: 'chat', role: 'from', content: 'value' },
      [
        { from: 'user', value: ' hi ' },
        { from: 'assistant', value: '' },
      ],
    ],
    [
      'roles renamed and left out',
      { field: 'chat', roles: { agent: 'assistant', customer: 'user', action: null } },
      [
        ['action', null],
        ['customer', ' hi '],
        ['action', 'x'],
        ['agent', ''],
      ],
    ],
    [
      'members called as a prototype has it',
      { field: 'chat', role: '__proto__', content: 'constructor' },
      '[{"__proto__":"user","constructor":" hi "},["assistant",""]]',
    ],
  ])('are read from %s', (_, mapping, value) => {
    expect(messagesOf(mapping, value)).toEqual(expected);
  });

  it('keep role and content in this order', () => {
    expect(JSON.stringify(messagesOf('chat', [{ content: 'a', role: 'tool' }]))).toBe('[{"role":"tool","content":"a"}]');
  });

  it.each<[MessagesMapping, unknown, string]>([
    ['chat', null, 'text-missing: no messages: field "chat" is null'],
    ['chatt', [], 'text-missing: no messages: the row has no field "chatt"; the row\'s fields are: chat (did you mean "chat"?)'],
    ['chat', 'hello', 'messages-type: field "chat" must hold a list of messages, but holds the text "hello"'],
    ['chat', { role: 'user', content: 'a' }, 'messages-type: field "chat" must hold a list of messages, but holds an object'],
    ['chat', [], 'messages-empty: field "chat": no message has content'],
    ['chat', ' ', 'messages-empty: field "chat": no message has content'],
    [
      'chat',
      [
        ['user', ' \n'],
        ['assistant', ''],
      ],
      'messages-empty: field "chat": no message has content',
    ],
    [{ field: 'chat', roles: { a: null } }, [['a', 'x']], 'messages-empty: field "chat": no message has content'],
    [
      'chat',
      [
        ['user', 'a'],
        ['bot', 'b'],
      ],
      'message-role: field "chat", message 1 (counted from 0) has the role "bot"; the roles are system, user, assistant, tool; rename it under "roles" in the mapping',
    ],
    ['chat', [['User', 'a']], 'message-role: field "chat", message 0 (counted from 0) has the role "User"'],
    ['chat', [['constructor', 'a']], 'message-role: '],
    [
      'chat',
      ['hi'],
      'messages-type: field "chat", message 0 (counted from 0) must be {role, content} or [role, content] with a string for the role',
    ],
    ['chat', [['user']], 'messages-type: '],
    ['chat', [['user', 'a', 'b']], 'messages-type: '],
    ['chat', [{ content: 'a' }], 'messages-type: '],
    ['chat', [{ role: 1, content: 'a' }], 'messages-type: '],
    [
      'chat',
      [{ role: 'user', content: null }],
      'messages-type: field "chat", message 0 (counted from 0): the content must be a string, but is null',
    ],
    [
      'chat',
      [{ role: 'user' }],
      'messages-type: field "chat", message 0 (counted from 0): the content must be a string, but is nothing',
    ],
    ['chat', [null], 'messages-type: '],
  ])('by %j of %j are refused', (mapping, value, start) => {
    expect(messagesReject(mapping, value)).toContain(start);
  });
});
