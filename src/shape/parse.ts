import { nearName } from '../core/near-name.js';
import { quoted } from '../core/printable.js';
import type { Complain } from './complain.js';
import type { BinaryOperator, Expression } from './expression.js';
import { FUNCTIONS } from './functions.js';
import { tokensOf, type Token } from './tokens.js';

/** How strongly operators bind. Those that compare can't be chained; `not` stands just below them. */
const COMPARES = 4;
const NOT = 3;
const MINUS = 7;
const POWERS: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ...['==', '!=', '<', '<=', '>', '>=', 'in', 'contains', 'starts with', 'ends with'].map((name) => [name, COMPARES] as const),
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);

const LITERALS: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const OPERATOR_WORDS = ['and', 'or', 'not', 'in', 'contains', 'starts', 'ends', 'with'];

/** Parentheses and prefixes inside one another, and operators in all: far below what the stack holds. */
const MOST_NESTED = 100;
const MOST_OPERATORS = 1000;

type Literal = null | boolean | number | bigint | string;

/**
 * Reads an expression by precedence climbing (Pratt, 1973): or, and, not, comparisons, + -, * / %, minus.
 * Time linear in the text; nested 100 deep at most, with 1,000 operators at most (the items of a list don't count).
 * @throws LabelmillError CONFIG_INVALID, with the place
 */
export function parseExpression(text: string, complain: Complain): Expression {
  const parser = createParser(tokensOf(text, complain), complain);
  const expression = parser.expression(0);
  parser.finish();
  return expression;
}

interface Parser {
  expression(least: number): Expression;
  finish(): void;
}

function createParser(tokens: readonly Token[], complain: Complain): Parser {
  let place = 0;
  let depth = 0;
  let operators = 0;
  const last: Token = tokens.at(-1) ?? { kind: 'end', at: 0 };
  const peek = (ahead = 0): Token => tokens[place + ahead] ?? last;
  const next = (): Token => {
    const token = peek();
    place++;
    return token;
  };
  const isWord = (token: Token, word: string): boolean => token.kind === 'name' && token.text === word;
  const isSymbol = (token: Token, symbol: string): boolean => token.kind === 'symbol' && token.text === symbol;
  const expect = (symbol: string, opened: Token): void => {
    if (isSymbol(peek(), symbol)) place++;
    else
      throw complain(peek().at, `${unexpected(peek())} where a comma or the ${symbol} for column ${opened.at + 1} should stand`);
  };
  const count = (at: number): void => {
    if (++operators > MOST_OPERATORS)
      throw complain(at, `more than ${MOST_OPERATORS} operators; use a list: field in ["a", "b"]`);
  };
  const nested = <Part>(at: number, read: () => Part): Part => {
    if (++depth > MOST_NESTED) throw complain(at, `nested deeper than ${MOST_NESTED} levels`);
    const part = read();
    depth--;
    return part;
  };

  /** The operator that comes next, with its words; `not` before one of contains, in, starts with and ends with turns it round. */
  const operatorAhead = (): { operator: BinaryOperator; words: number; isNot: boolean } | undefined => {
    const isNot = isWord(peek(), 'not');
    const token = peek(isNot ? 1 : 0);
    const skipped = isNot ? 1 : 0;
    if (token.kind !== 'name' && token.kind !== 'symbol') return undefined;
    const isTwo = token.text === 'starts' || token.text === 'ends';
    if (isTwo && !isWord(peek(skipped + 1), 'with')) {
      throw complain(token.at, `${token.text} goes on with: ${token.text} with "…"`);
    }
    const operator = binaryOperator(isTwo ? `${token.text} with` : token.text);
    if (operator === undefined || (isNot && !TURNED.includes(operator))) return undefined;
    return { operator, words: skipped + (isTwo ? 2 : 1), isNot };
  };

  const expression = (least: number): Expression => {
    let left = prefix();
    for (;;) {
      const { at } = peek();
      const ahead = operatorAhead();
      const power = ahead === undefined ? 0 : (POWERS.get(ahead.operator) ?? 0);
      if (ahead === undefined || power <= least) return left;
      count(at);
      place += ahead.words;
      const right = nested(at, () => expression(power));
      const { operator } = ahead;
      const binary: Expression = { kind: 'binary', at, operator, left, right };
      left = ahead.isNot ? { kind: 'not', at, operand: binary } : binary;
      if (power === COMPARES) refuseChain(operator);
    }
  };

  const refuseChain = (operator: string): void => {
    const { at } = peek();
    const ahead = operatorAhead();
    if (ahead === undefined || POWERS.get(ahead.operator) !== COMPARES) return;
    throw complain(at, `${operator} and ${ahead.operator} can't be chained; join two comparisons with and`);
  };

  const prefix = (): Expression => {
    const token = next();
    const { at } = token;
    switch (token.kind) {
      case 'end':
        throw complain(at, at === 0 ? 'the expression is empty' : 'the expression ends here, where a value should follow');
      case 'number':
        return { kind: 'literal', at, value: token.value };
      case 'text':
        return { kind: 'literal', at, value: token.text };
      case 'field':
        return { kind: 'field', at, name: token.text };
      case 'name':
        return word(token);
      case 'symbol':
        return symbol(token);
    }
  };

  const symbol = (token: Token & { readonly text: string }): Expression => {
    const { at } = token;
    if (token.text === '(') {
      const inside = nested(at, () => expression(0));
      expect(')', token);
      return inside;
    }
    if (token.text === '[') return { kind: 'list', at, items: items(token) };
    if (token.text !== '-') throw complain(at, `${unexpected(token)} where a value should stand`);
    count(at);
    const operand = nested(at, () => expression(MINUS));
    return { kind: 'minus', at, operand };
  };

  const word = (token: Token & { readonly text: string }): Expression => {
    const { at, text } = token;
    if (isSymbol(peek(), '(') && text !== 'not') return call(token);
    if (text === 'not') {
      count(at);
      return { kind: 'not', at, operand: nested(at, () => expression(NOT)) };
    }
    const literal = LITERALS.get(text);
    if (literal !== undefined) return { kind: 'literal', at, value: literal };
    if (OPERATOR_WORDS.includes(text)) {
      throw complain(at, `${text} stands where a value should; a field of that name goes in backquotes: \`${text}\``);
    }
    return { kind: 'field', at, name: text };
  };

  const call = (token: Token & { readonly text: string }): Expression => {
    const { at, text: name } = token;
    const known = FUNCTIONS.get(name);
    if (known === undefined) throw complain(at, unknownFunction(name));
    const opened = next();
    const operands: Expression[] = [];
    if (!isSymbol(peek(), ')')) operands.push(nested(at, () => expression(0)));
    while (isSymbol(peek(), ',')) {
      place++;
      operands.push(nested(at, () => expression(0)));
    }
    expect(')', opened);
    count(at);
    if (operands.length !== known.operands) {
      throw complain(
        at,
        `${name} takes ${known.operands === 1 ? 'one value' : `${known.operands} values`}, but got ${operands.length}`,
      );
    }
    if (name === 'has' && operands[0]?.kind !== 'field') throw complain(at, 'has takes the name of a field: has(score)');
    return { kind: 'call', at, name, operands };
  };

  const items = (opened: Token): readonly Literal[] => {
    const values: Literal[] = [];
    if (isSymbol(peek(), ']')) place++;
    else {
      values.push(item());
      while (isSymbol(peek(), ',')) {
        place++;
        values.push(item());
      }
      expect(']', opened);
    }
    return values;
  };

  const item = (): Literal => {
    const isNegative = isSymbol(peek(), '-');
    if (isNegative) place++;
    const token = next();
    if (token.kind === 'number') return isNegative ? -token.value : token.value;
    if (!isNegative && token.kind === 'text') return token.text;
    const literal = token.kind === 'name' && !isNegative ? LITERALS.get(token.text) : undefined;
    if (literal !== undefined) return literal;
    throw complain(token.at, `${unexpected(token)} in a list, which holds texts, numbers, true, false and null`);
  };

  return {
    expression,
    finish() {
      const token = peek();
      if (token.kind !== 'end')
        throw complain(token.at, `${unexpected(token)} where an operator or the end should stand${adviceFor(token)}`);
    },
  };
}

const TURNED: readonly BinaryOperator[] = ['in', 'contains', 'starts with', 'ends with'];

const BINARY: readonly BinaryOperator[] = [
  ...(['or', 'and', '==', '!=', '<', '<=', '>', '>=', 'in', 'contains', 'starts with', 'ends with'] as const),
  ...(['+', '-', '*', '/', '%'] as const),
];

function binaryOperator(name: string): BinaryOperator | undefined {
  return BINARY.find((operator) => operator === name);
}

function unexpected(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the expression ends';
    case 'number':
      return `the number ${token.value} stands`;
    case 'text':
      return `the text ${quoted(token.text, 40)} stands`;
    case 'field':
      return `the field ${quoted(token.text, 40)} stands`;
    default:
      return `${quoted(token.text, 40)} stands`;
  }
}

function unknownFunction(name: string): string {
  if (['matches', 'match', 'regex', 'test', 'like'].includes(name.toLowerCase())) {
    return `there is no function ${name}: regular expressions can take for ever; write contains, starts with or ends with`;
  }
  const known = [...FUNCTIONS.keys()];
  const near = nearName(name, known);
  const advice = near === undefined ? '' : `; did you mean ${near}?`;
  return `there is no function ${quoted(name, 40)}${advice}${near === undefined ? ';' : ''} there are ${known.join(', ')}`;
}

function adviceFor(token: Token): string {
  if (token.kind !== 'name') return '';
  const lower = token.text.toLowerCase();
  if (lower !== token.text && OPERATOR_WORDS.includes(lower)) return `; write ${lower} in lower case`;
  const near = nearName(token.text, OPERATOR_WORDS);
  return near === undefined ? '; a field of several words goes in backquotes: `label text`' : `; did you mean ${near}?`;
}
