import { byCodePoint } from '../core/code-point-order.js';
import type { Example } from '../core/example.js';
import { formatOrigin } from '../core/origin.js';
import { isReject, RAW_LIMIT, type Reject, type RejectCode } from '../core/reject.js';
import type { SplitName } from '../core/splits.js';
import type { Label } from './label-reader.js';
import type { LabelMapping, Mapping } from './mapping.js';
import { quote } from './quote.js';
import type { Turn } from './turn.js';
import { isBlank } from './white-space.js';

/**
 * Joins the rows of one conversation to an example: messages by turn, labels that the rows agree on, group of the first row.
 * Rejects, which stand for the whole conversation: what is wrong with one of its rows, conversation-turn (two rows of one
 * turn), messages-empty, conversation-label (rows with different labels), label-missing, group-missing, conversation-split.
 * Depends on the rows alone and not on their order.
 */
export function compileJoin(mapping: Mapping): (turns: readonly Turn[]) => Example | Reject {
  const targets = Object.entries(mapping.labels);
  return (turns) => {
    const faulty = turns.find(({ fault }) => fault !== undefined);
    if (faulty?.fault !== undefined) return rejectAll(turns, faulty.fault);
    const ordered = orderTurns(turns);
    if (isReject(ordered)) return ordered;
    const messages = ordered.map(({ message }) => message).filter((message) => message !== undefined);
    if (!messages.some(({ content }) => !isBlank(content))) return reject(ordered, 'messages-empty', 'no message has content');
    const labels: (Label | undefined)[] = [];
    for (const [place, [target, label]] of targets.entries()) {
      const joined = joinLabels(ordered, place, { target, label });
      if (typeof joined === 'object' && isReject(joined)) return joined;
      labels.push(joined);
    }
    if (labels.every((label) => label === undefined))
      return reject(ordered, 'label-missing', 'no row has a label for any target');
    const split = splitOf(ordered);
    if (typeof split === 'object') return split;
    const group = ordered[0]?.group;
    if (mapping.group !== undefined && group === undefined) {
      return reject(ordered, 'group-missing', `its first row has no group in field ${quote(mapping.group)}`);
    }
    const { origin, raw } = placeOf(ordered);
    const base = { origin, input: { kind: 'messages', messages } as const, labels, raw };
    return { ...base, ...(group === undefined ? {} : { group }), ...(split === undefined ? {} : { split }) };
  };
}

/** A turn as a number where it is a numeral, exactly. */
function numberOf(turn: string): number | bigint | undefined {
  if (/^-?\d{1,400}$/.test(turn)) return BigInt(turn);
  const isNumeral = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(turn);
  return isNumeral && Number.isFinite(Number(turn)) ? Number(turn) : undefined;
}

/** By number where all turns are numerals, else by code point. */
function orderTurns(turns: readonly Turn[]): readonly Turn[] | Reject {
  const numbers = new Map(turns.map((turn) => [turn, numberOf(turn.turn)]));
  const areNumbers = [...numbers.values()].every((number) => number !== undefined);
  const compare = (a: Turn, b: Turn): number => {
    if (!areNumbers) return byCodePoint(a.turn, b.turn);
    const [x, y] = [numbers.get(a) ?? 0, numbers.get(b) ?? 0];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  const ordered = turns.toSorted(compare);
  for (const [place, turn] of ordered.entries()) {
    const before = ordered[place - 1];
    if (before === undefined || compare(before, turn) !== 0) continue;
    const places = [before, turn].map(({ origin }) => formatOrigin(origin)).sort(byCodePoint);
    const advice = 'number the rows, or add "@file" to the id where each file counts anew';
    return reject(
      ordered,
      'conversation-turn',
      `the turn ${quote(turn.turn)} is there twice, in ${places.join(' and ')}; ${advice}`,
    );
  }
  return ordered;
}

/** The label that those rows agree on which have one. */
function joinLabels(
  turns: readonly Turn[],
  place: number,
  { target, label }: { readonly target: string; readonly label: LabelMapping },
): Label | undefined | Reject {
  let found: Label | undefined;
  let at: Turn | undefined;
  for (const turn of turns) {
    const own = turn.labels[place];
    if (own === undefined) continue;
    if (found === undefined || at === undefined) {
      found = own;
      at = turn;
    } else if (!areEqual(found, own)) {
      const shown = [found, own].map((one) => quote(typeof one === 'string' ? one : one.join(', ')));
      const places = [at, turn].map(({ origin }) => formatOrigin(origin));
      const message = `target ${quote(target)}: its rows carry ${shown[0] ?? ''} (${places[0] ?? ''}) and ${shown[1] ?? ''} (${places[1] ?? ''})`;
      return reject(turns, 'conversation-label', message);
    }
  }
  if (found !== undefined) return found;
  if (label.none !== undefined && label.field !== undefined) return [label.none];
  return label.optional === true
    ? undefined
    : reject(turns, 'label-missing', `target ${quote(target)}: none of its rows has a label`);
}

function areEqual(a: Label, b: Label): boolean {
  return JSON.stringify([a].flat()) === JSON.stringify([b].flat());
}

function splitOf(turns: readonly Turn[]): SplitName | undefined | Reject {
  const split = turns[0]?.split;
  const other = turns.find((turn) => turn.split !== split);
  if (other === undefined) return split;
  const message = `its rows name different splits: ${split ?? 'none'} and ${other.split ?? 'none'} (${formatOrigin(other.origin)})`;
  return reject(turns, 'conversation-split', message);
}

/** The reject of one row, for the conversation that it belongs to. */
function rejectAll(turns: readonly Turn[], fault: Reject): Reject {
  const rows = turns.length === 1 ? '' : `; all ${turns.length} rows of the conversation are set aside with it`;
  return { ...fault, message: `conversation ${quote(turns[0]?.id ?? '')}: ${fault.message}${rows}` };
}

function reject(turns: readonly Turn[], code: RejectCode, message: string): Reject {
  const { origin, raw } = placeOf(turns);
  return { stage: 'normalize', code, message: `conversation ${quote(turns[0]?.id ?? '')}: ${message}`, origin, raw: raw() };
}

/** Where a conversation starts, and the whole of it as JSON. */
function placeOf(turns: readonly Turn[]): Pick<Example, 'origin' | 'raw'> {
  const origin = turns[0]?.origin ?? { source: '', row: 0, line: 0, byte: -1 };
  const raw = (): string =>
    JSON.stringify({ id: turns[0]?.id, messages: turns.map(({ message }) => message) }).slice(0, RAW_LIMIT);
  return { origin, raw };
}
