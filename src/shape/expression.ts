/** What an expression works with: what JSON has, and integers beyond 2^53 as bigint. A missing field is null. */
export type Value = null | boolean | number | bigint | string | object;

/** An operator between two operands. */
export type BinaryOperator =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'contains'
  | 'starts with'
  | 'ends with'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/** A part of an expression. `at` is where it starts, in UTF-16 units from 0; of an operator, where the operator stands. */
export type Expression =
  | { readonly kind: 'literal'; readonly at: number; readonly value: null | boolean | number | bigint | string }
  | { readonly kind: 'field'; readonly at: number; readonly name: string }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly (null | boolean | number | bigint | string)[] }
  | { readonly kind: 'call'; readonly at: number; readonly name: string; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly at: number; readonly operand: Expression }
  | { readonly kind: 'minus'; readonly at: number; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly at: number;
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Why a row has no value for an expression. Never looks like data: it is told by its class. */
export class Fault {
  /** Where in the expression. */
  readonly at: number;
  readonly message: string;

  constructor(at: number, message: string) {
    this.at = at;
    this.message = message;
  }
}
