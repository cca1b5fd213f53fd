import { byCodePoint } from '../core/code-point-order.js';
import { Fault, type BinaryOperator, type Value } from './expression.js';
import { contains, endsWith, startsWith } from './search.js';
import { areSame, describe, kindOf, valueOf } from './values.js';

/** An operator on two values. */
export type Operation = (at: number, left: Value, right: Value) => Value | Fault;

/** Operators but `and` and `or`, which look at their right side only where the left one leaves it open. */
export const OPERATIONS: Readonly<Record<Exclude<BinaryOperator, 'and' | 'or'>, Operation>> = {
  '==': (at, left, right) => equal(at, { left, right, name: '==' }),
  '!=': (at, left, right) => {
    const same = equal(at, { left, right, name: '!=' });
    return same instanceof Fault ? same : !same;
  },
  '<': (at, left, right) => ordered(at, { left, right, name: '<' }, (order) => order < 0),
  '<=': (at, left, right) => ordered(at, { left, right, name: '<=' }, (order) => order <= 0),
  '>': (at, left, right) => ordered(at, { left, right, name: '>' }, (order) => order > 0),
  '>=': (at, left, right) => ordered(at, { left, right, name: '>=' }, (order) => order >= 0),
  in: isIn,
  contains,
  'starts with': startsWith,
  'ends with': endsWith,
  '+': (at, left, right) => reckon(at, { left, right, name: '+' }, (a, b) => a + b),
  '-': (at, left, right) => reckon(at, { left, right, name: '-' }, (a, b) => a - b),
  '*': (at, left, right) => reckon(at, { left, right, name: '*' }, (a, b) => a * b),
  '/': (at, left, right) => reckon(at, { left, right, name: '/' }, (a, b) => a / b),
  '%': (at, left, right) => reckon(at, { left, right, name: '%' }, (a, b) => a % b),
};

interface Operands {
  readonly left: Value;
  readonly right: Value;
  readonly name: string;
}

/** Why two values can't be compared; undefined where they can. Null can be compared with everything. */
function incomparable(at: number, { left, right, name }: Operands): Fault | undefined {
  if (left === null || right === null) return undefined;
  const [a, b] = [kindOf(left), kindOf(right)];
  if (a === b && typeof left !== 'object') return undefined;
  if (a === b) return new Fault(at, `${name} can't compare two ${a}s; use len(…) or contains`);
  return new Fault(at, `${name} can't compare ${describe(left)} with ${describe(right)}${adviceFor([a, b])}`);
}

function adviceFor(kinds: readonly string[]): string {
  if (kinds.includes('list')) return '; write contains to look into a list';
  if (!kinds.includes('text')) return '';
  if (kinds.includes('number')) return '; write number(…) around what is text, or quotes around the number';
  return kinds.includes('truth value') ? '; write quotes: "true"' : '';
}

function equal(at: number, operands: Operands): boolean | Fault {
  return incomparable(at, operands) ?? areSame(operands.left, operands.right);
}

/** False where one side is null. */
function ordered(at: number, operands: Operands, holds: (order: number) => boolean): boolean | Fault {
  const { left, right, name } = operands;
  if (left === null || right === null) return false;
  const fault = incomparable(at, operands);
  if (fault !== undefined) return fault;
  if (typeof left === 'string' && typeof right === 'string') return holds(byCodePoint(left, right));
  if (typeof left === 'boolean') return new Fault(at, `${name} can't order truth values; use ==`);
  if (left < right) return holds(-1);
  return left > right ? holds(1) : areSame(left, right) && holds(0);
}

/** Null where one side is null, or where there is no answer (a division by 0). Integers beyond 2^53 count as the nearest number. */
function reckon(at: number, { left, right, name }: Operands, compute: (a: number, b: number) => number): Value | Fault {
  if (left === null || right === null) return null;
  const odd = [left, right].find((value) => kindOf(value) !== 'number');
  if (odd !== undefined) {
    const advice = typeof odd === 'string' ? '; write number(…) around it' : '';
    return new Fault(at, `${name} takes numbers, not ${describe(odd)}${advice}`);
  }
  const answer = compute(Number(left), Number(right));
  return Number.isFinite(answer) ? answer : null;
}

/** Whether a list holds a value. A fault where the list holds values, but none of this kind: that is a mistake, not a no. */
function isIn(at: number, left: Value, right: Value): Value | Fault {
  if (right === null) return false;
  if (!Array.isArray(right)) return new Fault(at, `in takes a list, not ${describe(right)}; write contains to look into a text`);
  const list: readonly unknown[] = right;
  const values = list.map(valueOf);
  if (values.some((value) => areSame(value, left))) return true;
  const other = values.find((value) => value !== null);
  if (left === null || other === undefined || values.some((value) => kindOf(value) === kindOf(left) && typeof value !== 'object'))
    return false;
  return incomparable(at, { left, right: other, name: 'in' }) ?? false;
}
