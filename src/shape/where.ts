import { LabelmillError } from '../core/errors.js';
import { RAW_LIMIT, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { complainAbout, placeIn } from './complain.js';
import { compileCondition, fieldsOf, type FieldCompiler } from './evaluate.js';
import { parseExpression } from './parse.js';
import { Fault } from './expression.js';

/** An expression, and what it is called in messages, such as `where` or `sources[1].where`. */
export interface NamedExpression {
  readonly name: string;
  readonly text: string;
}

/** Decides which rows stay. */
export interface RowFilter {
  /** Fields it reads. */
  readonly fields: readonly string[];
  /**
   * Whether a row stays, or why that can't be told (`where-error`). Depends on the row alone.
   * @throws LabelmillError FIELD_MISSING for a table whose header lacks a field that no `has` asks for
   */
  decide(row: Row): boolean | Reject;
}

/**
 * Makes a filter of an expression over one row: rows for which it is true stay.
 *
 * - **Values**: `"text"` or `'text'` (with `\n`, `\"`, `\u00e9`), numbers, `true`, `false`, `null`, lists in brackets
 *   (`["a", "b"]`).
 * - **Fields** as the mapping names them: `lang`, `scenario.flow`, `turns.0.text`, `@key`, `@file`, `@source`; in backquotes
 *   where the name is odd or a position: `` `label text` ``, `` `0` ``. A field that is not there is null.
 * - **Operators**, the loosest first: `or`; `and`; `not`; `== != < <= > >=`, `in`, `not in`, `contains`, `starts with`,
 *   `ends with` (each also after `not`); `+ -`; `* / %`; minus. Parentheses group. Comparisons can't be chained.
 * - **Functions**: `len(x)` (code points of a text, members of a list), `lower(x)`, `upper(x)`, `trim(x)`, `number(x)` (null
 *   where the text is no number), `string(x)`, `has(field)` (there, and not null), `contains(x, y)`, `startsWith(x, y)`,
 *   `endsWith(x, y)`.
 * - **Null** equals null alone; in `< <= > >=`, `in` a list without null, `contains` and the like it makes false, in reckoning
 *   null, and where a truth value is wanted it counts as false.
 * - **Unlike kinds are never compared in silence**: text against a number is a mistake that tables make easily, since their
 *   cells are text (write `number(score) > 0.5`), so the row is set aside as `where-error` and says so. `and` and `or` look at
 *   their right side only where the left one leaves it open.
 * - No regular expressions, no loops, no access to anything but the row: the time is linear in expression and row.
 *
 * @throws LabelmillError CONFIG_INVALID with line, column and a caret below the place
 */
export function compileWhere(expression: NamedExpression, compileField: FieldCompiler): RowFilter {
  const { name, text } = expression;
  const parsed = parseExpression(text, complainAbout(name, text));
  const holds = compileCondition(parsed, compileField);
  return {
    fields: fieldsOf(parsed),
    decide(row) {
      const answer = evaluate(row, holds);
      return answer instanceof Fault ? rejectFault(row, answer, expression) : answer;
    },
  };
}

/** Adds the advice that a header lacks a field only where `has` may ask for it. */
function evaluate(row: Row, holds: (row: Row) => boolean | Fault): boolean | Fault {
  try {
    return holds(row);
  } catch (error) {
    if (!(error instanceof LabelmillError) || error.code !== 'FIELD_MISSING') throw error;
    const message = `where: ${error.message}; write has(…) before it if some tables may lack the field`;
    throw new LabelmillError('FIELD_MISSING', message, error.facts, error);
  }
}

function rejectFault(row: Row, { at, message }: Fault, { name, text }: NamedExpression): Reject {
  const { line, column } = placeIn(text, at);
  return {
    stage: 'shape',
    code: 'where-error',
    message: `${name}:${line}:${column}: ${message}`,
    origin: row.origin,
    raw: row.raw().slice(0, RAW_LIMIT),
  };
}
