import type { Example, Input } from '../core/example.js';
import { isReject, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { SplitName } from '../core/splits.js';
import { checkMapping } from './check-mapping.js';
import { compileConversations, type Conversations } from './conversations.js';
import { compileGroup } from './group.js';
import { kindOf } from './label-kind.js';
import type { Label } from './label-reader.js';
import { compileLabel, labelFields } from './label.js';
import type { Mapping } from './mapping.js';
import { compileMessages } from './messages.js';
import { quote } from './quote.js';
import { rejectRow } from './row-reject.js';
import { compileSplit } from './split-name.js';
import { compileText } from './text.js';

export { compileField } from './field.js';
export { kindOf } from './label-kind.js';
export { rolesOf } from './messages.js';
export type { Conversations } from './conversations.js';
export type { Turn } from './turn.js';
export type { ConversationMapping, LabelMapping, Mapping, MessagesMapping, SplitMapping, TextMapping } from './mapping.js';

/** Turns rows into examples by one mapping. */
export interface Normalizer {
  /** Targets in mapping order (names that are whole numbers come first, as JavaScript orders them). */
  readonly targets: readonly string[];
  /** Kind of each target; undefined where the data decides. */
  readonly kinds: readonly ('single' | 'multi' | undefined)[];
  /** Fields the mapping names, without repeats and without `@key`, `@file` and `@source`. */
  readonly fields: readonly string[];
  /**
   * The example a row stands for, or why it stands for none. Synchronous; depends on the row alone; about 1 µs.
   * @param given split of the source, where the source gives one; counts where the mapping names no split field
   * @throws LabelmillError FIELD_MISSING for a table whose header lacks a field the mapping names
   */
  normalize(row: Row, given?: SplitName): Example | Reject;
  /** How rows are joined, where the mapping says that they are messages of conversations; `normalize` takes each by itself. */
  readonly conversations?: Conversations;
}

/**
 * Makes the normalizer of a mapping.
 * @throws LabelmillError CONFIG_INVALID for a mapping that contradicts itself
 */
export function compileMapping(mapping: Mapping): Normalizer {
  checkMapping(mapping);
  const { conversation } = mapping;
  const conversations = conversation === undefined ? undefined : compileConversations(mapping, conversation);
  const { fields: inputFields, read: readInput } = compileInput(mapping);
  const labels = Object.entries(mapping.labels);
  const readLabels = compileLabels(labels.map(([target, label]) => ({ target, read: compileLabel(target, label) })));
  const readGroup = mapping.group === undefined ? undefined : compileGroup(mapping.group);
  const readSplit = mapping.split === undefined ? undefined : compileSplit(mapping.split);
  const fields = [...(conversations?.fields ?? inputFields), ...labels.flatMap(([, label]) => labelFields(label))];
  if (mapping.group !== undefined) fields.push(mapping.group);
  if (mapping.split !== undefined) fields.push(mapping.split.field);
  const base = {
    targets: labels.map(([target]) => target),
    kinds: labels.map(([, label]) => kindOf(label)),
    fields: [...new Set(fields)].filter((name) => name !== '@key' && name !== '@file' && name !== '@source'),
  };
  if (conversations !== undefined) return { ...base, conversations, normalize: alone(conversations) };
  return {
    ...base,
    normalize(row, given) {
      const input = readInput(row);
      if (isReject(input)) return input;
      const labels = readLabels(row);
      if (isReject(labels)) return labels;
      const group = readGroup?.(row);
      if (typeof group === 'object') return group;
      const split = readSplit === undefined ? given : readSplit(row);
      if (typeof split === 'object') return split;
      const { origin, raw } = row;
      // written out because a spread costs 5 µs a row
      if (group === undefined)
        return split === undefined ? { origin, input, labels, raw } : { origin, input, labels, raw, split };
      return split === undefined ? { origin, input, labels, raw, group } : { origin, input, labels, raw, group, split };
    },
  };
}

/** A row as a conversation of its own. */
function alone(conversations: Conversations): Normalizer['normalize'] {
  return (row, given) => {
    const turn = conversations.read(row, given);
    return isReject(turn) ? turn : conversations.join([turn]);
  };
}

interface InputReader {
  readonly fields: readonly string[];
  readonly read: (row: Row) => Input | Reject;
}

function compileInput({ text, messages }: Mapping): InputReader {
  if (messages !== undefined) {
    const readMessages = compileMessages(messages);
    const read = (row: Row): Input | Reject => {
      const found = readMessages(row);
      return isReject(found) ? found : { kind: 'messages', messages: found };
    };
    return { fields: [typeof messages === 'string' ? messages : messages.field], read };
  }
  const { fields, read: readText } = compileText(text ?? '');
  const read = (row: Row): Input | Reject => {
    const found = readText(row);
    return typeof found === 'string' ? { kind: 'text', text: found } : found;
  };
  return { fields, read };
}

interface Target {
  readonly target: string;
  readonly read: (row: Row) => Label | undefined | Reject;
}

function compileLabels(targets: readonly Target[]): (row: Row) => readonly (Label | undefined)[] | Reject {
  return (row) => {
    const labels: (Label | undefined)[] = [];
    let isLabelled = false;
    for (const { read } of targets) {
      const label = read(row);
      if (typeof label === 'object' && isReject(label)) return label;
      isLabelled ||= label !== undefined;
      labels.push(label);
    }
    if (isLabelled) return labels;
    const names = targets.map(({ target }) => quote(target)).join(', ');
    return rejectRow(row, 'label-missing', `no label for any target: ${names}, all of them optional`);
  };
}
