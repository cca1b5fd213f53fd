import { createContext, Script } from 'node:vm';
import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';

/** A pattern of the user's schema takes no longer over one text; some take longer than the age of the world. */
const LIMIT_MS = 1000;
/** Characters up to which a pattern with one repeat, no group and no choice needs no guard: it takes a million steps at most. */
const PLAIN_CHARS = 1000;

/** What ajv asks of a regular expression. */
interface Pattern {
  test(text: string): boolean;
  /** It tells patterns apart by this. */
  toString(): string;
}

/**
 * A regular expression of the user's own schema that can't hang the run.
 * @throws SyntaxError where it is none; its test throws LabelmillError SCHEMA_INVALID after 1 s, naming the pattern
 * Cost: some 100 µs per text more than the expression itself, but nothing for a plain pattern and up to 1,000 characters.
 */
export function guardedPattern(pattern: string, flags: string): Pattern {
  const expression = new RegExp(pattern, flags);
  const isPlain = /^[^*+?{|(]*[*+?{]?[^*+?{|(]*$/.test(pattern);
  let current = '';
  const context = createContext({ test: () => expression.test(current) });
  const script = new Script('test()');
  return {
    toString: () => expression.toString(),
    test(text) {
      if (isPlain && text.length <= PLAIN_CHARS) return expression.test(text);
      current = text;
      try {
        return script.runInContext(context, { timeout: LIMIT_MS }) === true;
      } catch (error) {
        if (!isTimeout(error)) throw error;
        const what = `its pattern ${quoted(pattern)} takes longer than ${LIMIT_MS / 1000} s over a text of ${text.length} characters`;
        const message = `the schema can't be used: ${what}; write it without repeats inside of repeats`;
        throw new LabelmillError('SCHEMA_INVALID', message, { pattern }, error);
      }
    },
  };
}

/** The error is of the realm the script runs in, so it is no instance of our Error. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
