import { ROLES } from '../core/example.js';
import type { Kernel } from './load-kernel.js';
import { behind, type RowFields, type RowForm } from './row-form.js';

const LF = 0x0a;
const CLOSE_BRACE = 0x7d;
/** Names of one list, and their bytes together: MOST_NAMES and NAMES_BYTES in kernel/names.ts. */
const MOST_NAMES = 128;
const NAMES_BYTES = 16 * 1024;
/** Values with labels: MOST_KEYS in kernel/keys.ts. */
const MOST_KEYS = 64;
/** Lists of names in kernel/names.ts: fields of a row, parts of a message, roles. */
const FIELDS = 0;
const PARTS = 1;
const ROLE_NAMES = 2;
/** Of the values of fields, that of the first key. */
const FIRST_KEY = 2;
/** Bytes for the beginning of a message of one role, and the place of its size in them: json-messages.ts in kernel/. */
const HEAD_BYTES = 64;
const HEAD_SIZE_AT = 63;

interface Name {
  readonly list: number;
  readonly name: string;
  /** What the kernel knows it by, from 1 on. */
  readonly value: number;
}

/** The form of JSON rows: a line each, or the elements of an array. */
export function jsonForm(kernel: Kernel, fields: RowFields, kind: 'lines' | 'array'): RowForm {
  return {
    kind,
    isInLines: kind === 'lines',
    order: () => ({ kind, fields }),
    describe: () => setJson(kernel, fields, kind) && 'json',
    pieceEnd(window, from, passed, end) {
      if (kind === 'lines') return behind(LF, window, from, passed, end);
      const found = passed === 0 ? kernel.exports.elementEnd(kernel.window, from, end) : 0;
      return found === 0 ? behind(CLOSE_BRACE, window, from, passed, end) : found;
    },
  };
}

/** Tells the kernel which fields to look for. @returns false where it does not take them */
export function setJson(kernel: Kernel, fields: RowFields, kind: 'lines' | 'array'): boolean {
  const keys = keyFields(fields.keys);
  const names = namesOf(fields, keys);
  const bytes = Buffer.from(names.map(({ name }) => name).join(''));
  if (fields.text.includes('.') || keys.includes(fields.text) || keys.length > MOST_KEYS) return false;
  // a lone surrogate would be written as U+FFFD, which is another name
  if (bytes.length > NAMES_BYTES || names.length > MOST_NAMES || !names.every(({ name }) => name.isWellFormed())) return false;
  const { exports } = kernel;
  exports.describeJson(keys.length, Number(kind === 'array'), Number(fields.messages !== undefined));
  bytes.copy(Buffer.from(exports.memory.buffer), exports.clearNames());
  for (const { list, name, value } of names) exports.addName(list, Buffer.byteLength(name), value);
  const heads = Buffer.from(exports.memory.buffer, exports.messageHeadsAt(), ROLES.length * HEAD_BYTES);
  ROLES.forEach((role, at) => {
    heads[at * HEAD_BYTES + HEAD_SIZE_AT] = heads.write(`{"role":"${role}","content":"`, at * HEAD_BYTES);
  });
  return true;
}

/** What a path leads to follows from the field of that very name and from the one it begins with. */
function keyFields(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.flatMap((name) => (name.includes('.') ? [name, name.slice(0, name.indexOf('.'))] : [name])))];
}

function namesOf({ text, messages }: RowFields, keys: readonly string[]): readonly Name[] {
  const names: Name[] = [{ list: FIELDS, name: text, value: 1 }];
  keys.forEach((name, at) => names.push({ list: FIELDS, name, value: FIRST_KEY + at }));
  if (messages === undefined) return names;
  names.push({ list: PARTS, name: messages.role, value: 1 }, { list: PARTS, name: messages.content, value: 2 });
  for (const [name, role] of messages.roles)
    if (role !== null) names.push({ list: ROLE_NAMES, name, value: ROLES.indexOf(role) + 1 });
  return names;
}
