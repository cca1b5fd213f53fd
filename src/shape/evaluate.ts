import { LabelmillError } from '../core/errors.js';
import type { Row } from '../core/row.js';
import { Fault, type Expression, type Value } from './expression.js';
import { FUNCTIONS } from './functions.js';
import { listSearch } from './list-search.js';
import { OPERATIONS } from './operators.js';
import { describe, valueOf } from './values.js';

/** The value a row gives an expression, or why it gives none. Never throws for what a row holds. */
type Evaluator = (row: Row) => Value | Fault;

/** Makes the reader of a field, as the mapping does. A reader may throw FIELD_MISSING where a whole table lacks the field. */
export type FieldCompiler = (name: string) => (row: Row) => unknown;

/**
 * Makes a function of an expression that answers with true or false: closures, so that nothing but the row can be reached.
 * Null counts as false. About 0.1 µs for a comparison.
 */
export function compileCondition(expression: Expression, compileField: FieldCompiler): (row: Row) => boolean | Fault {
  const guarded = new Set(guardedFields(expression));
  return compileTruth(expression, (name) => (guarded.has(name) ? lenient(compileField(name)) : compileField(name)), 'where');
}

/** Fields an expression reads, without repeats. */
export function fieldsOf(expression: Expression): readonly string[] {
  return [...new Set(partsOf(expression).flatMap((part) => (part.kind === 'field' ? [part.name] : [])))];
}

/** Fields that `has` asks for: a table need not have them. */
function guardedFields(expression: Expression): readonly string[] {
  return partsOf(expression).flatMap((part) => (part.kind === 'call' && part.name === 'has' ? fieldsOf(part) : []));
}

/** An expression and all within it. */
function partsOf(expression: Expression): readonly Expression[] {
  const parts: Expression[] = [];
  for (const waiting = [expression]; ;) {
    const part = waiting.pop();
    if (part === undefined) return parts;
    parts.push(part);
    if (part.kind === 'binary') waiting.push(part.right, part.left);
    if (part.kind === 'call') waiting.push(...part.operands);
    if (part.kind === 'not' || part.kind === 'minus') waiting.push(part.operand);
  }
}

/** A reader that gives nothing where a table's header lacks the field. */
function lenient(read: (row: Row) => unknown): (row: Row) => unknown {
  let lacking: readonly string[] | null | undefined;
  return (row) => {
    if (row.kind === 'cells' && row.header === lacking) return undefined;
    try {
      return read(row);
    } catch (error) {
      if (!(error instanceof LabelmillError) || error.code !== 'FIELD_MISSING' || row.kind !== 'cells') throw error;
      lacking = row.header;
      return undefined;
    }
  };
}

function compile(expression: Expression, compileField: FieldCompiler): Evaluator {
  const { at } = expression;
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'list': {
      const { items } = expression;
      return () => items;
    }
    case 'field': {
      const read = compileField(expression.name);
      return (row) => valueOf(read(row));
    }
    case 'call':
      return compileCall(expression, compileField);
    case 'not': {
      const truth = compileTruth(expression.operand, compileField, 'not');
      return (row) => {
        const value = truth(row);
        return value instanceof Fault ? value : !value;
      };
    }
    case 'minus': {
      const operand = compile(expression.operand, compileField);
      return (row) => {
        const value = operand(row);
        return value instanceof Fault ? value : OPERATIONS['-'](at, 0, value);
      };
    }
    case 'binary':
      return compileBinary(expression, compileField);
  }
}

function compileCall(expression: Expression & { readonly kind: 'call' }, compileField: FieldCompiler): Evaluator {
  const { at, name } = expression;
  const operands = expression.operands.map((operand) => compile(operand, compileField));
  if (name === 'has') return (row) => operands[0]?.(row) !== null;
  const action = FUNCTIONS.get(name)?.call ?? (() => null);
  return (row) => {
    const values: Value[] = [];
    for (const operand of operands) {
      const value = operand(row);
      if (value instanceof Fault) return value;
      values.push(value);
    }
    return action(at, values);
  };
}

function compileBinary(expression: Expression & { readonly kind: 'binary' }, compileField: FieldCompiler): Evaluator {
  const { at, operator, left: leftPart, right: rightPart } = expression;
  if (operator === 'and' || operator === 'or') {
    const left = compileTruth(leftPart, compileField, operator);
    const right = compileTruth(rightPart, compileField, operator);
    const decides = operator === 'or';
    return (row) => {
      const value = left(row);
      return value instanceof Fault || value === decides ? value : right(row);
    };
  }
  const left = compile(leftPart, compileField);
  const right = compile(rightPart, compileField);
  const isFixed = operator === 'in' && rightPart.kind === 'list';
  const operation = isFixed ? listSearch(rightPart.items, OPERATIONS.in) : OPERATIONS[operator];
  return (row) => {
    const a = left(row);
    if (a instanceof Fault) return a;
    const b = right(row);
    return b instanceof Fault ? b : operation(at, a, b);
  };
}

/** A truth value; null counts as false. */
function compileTruth(expression: Expression, compileField: FieldCompiler, operator: string): (row: Row) => boolean | Fault {
  const evaluate = compile(expression, compileField);
  return (row) => {
    const value = evaluate(row);
    if (value instanceof Fault || typeof value === 'boolean') return value;
    if (value === null) return false;
    return new Fault(expression.at, `${operator} takes true or false, not ${describe(value)}; compare it with something`);
  };
}
