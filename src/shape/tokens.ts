import { quoted } from '../core/printable.js';
import type { Complain } from './complain.js';

/** A word of an expression, with its place in UTF-16 units from 0. */
export type Token =
  | { readonly kind: 'name' | 'field' | 'text' | 'symbol'; readonly at: number; readonly text: string }
  | { readonly kind: 'number'; readonly at: number; readonly value: number | bigint }
  | { readonly kind: 'end'; readonly at: number };

const SPACE = /\s+/uy;
const NAME = /[\p{L}_$@][\p{L}\p{M}\p{N}_$]*(?:\.[\p{L}\p{M}\p{N}_$]+)*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
const SYMBOL = /==|!=|<=|>=|[<>+\-*/%()[\],]/uy;
const ESCAPE = /\\(?:([\\"'nrt])|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4}))/uy;

/** What a backslash and a letter stand for. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Symbols other languages have, with what to write here: those that start like one of ours, then those that don't. */
const FOREIGN: readonly (readonly [symbol: string, advice: string])[] = [
  ['===', 'write == to compare'],
  ['!==', 'write != to compare'],
  ['=~', 'there are no regular expressions; write contains, starts with or ends with'],
  ['<>', 'write != to compare'],
];
const OTHER_FOREIGN: typeof FOREIGN = [
  ['=', 'write == to compare'],
  ['&&', 'write and'],
  ['&', 'write and'],
  ['||', 'write or'],
  ['|', 'write or'],
  ['!', 'write not, or != to compare'],
];

/** UTF-16 units an expression may have. */
const MOST_UNITS = 100_000;

/**
 * The words of an expression, the last one of kind `end`. Time linear in the text.
 * @throws LabelmillError CONFIG_INVALID, with the place
 */
export function tokensOf(text: string, complain: Complain): readonly Token[] {
  if (text.length > MOST_UNITS) throw complain(MOST_UNITS, `an expression has ${MOST_UNITS} characters at most`);
  const tokens: Token[] = [];
  for (let at = 0; ;) {
    at += matchAt(SPACE, text, at)?.[0].length ?? 0;
    if (at >= text.length) return [...tokens, { kind: 'end', at: text.length }];
    const { token, end } = tokenAt(text, at, complain);
    tokens.push(token);
    at = end;
  }
}

interface Found {
  readonly token: Token;
  readonly end: number;
}

function tokenAt(text: string, at: number, complain: Complain): Found {
  const first = text[at] ?? '';
  if (first === '"' || first === "'") return quotedText(text, at, complain);
  if (first === '`') return quotedField(text, at, complain);
  const number = matchAt(NUMBER, text, at)?.[0];
  if (number !== undefined) return numberToken(text, at, { number, complain });
  const name = matchAt(NAME, text, at)?.[0];
  if (name !== undefined) return { token: { kind: 'name', at, text: name }, end: at + name.length };
  refuseForeign(text, at, { symbols: FOREIGN, complain });
  const symbol = matchAt(SYMBOL, text, at)?.[0];
  if (symbol !== undefined) return { token: { kind: 'symbol', at, text: symbol }, end: at + symbol.length };
  refuseForeign(text, at, { symbols: OTHER_FOREIGN, complain });
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  throw complain(at, `${quoted(character)} has no meaning here; put a field of an odd name in backquotes: \`label text\``);
}

function refuseForeign(text: string, at: number, known: { symbols: typeof FOREIGN; complain: Complain }): void {
  const [symbol, advice] = known.symbols.find(([start]) => text.startsWith(start, at)) ?? [];
  if (symbol !== undefined && advice !== undefined) throw known.complain(at, `there is no ${symbol} here; ${advice}`);
}

function numberToken(text: string, at: number, { number, complain }: { number: string; complain: Complain }): Found {
  const end = at + number.length;
  if (matchAt(NAME, text, end) !== undefined || text[end] === '.') {
    throw complain(at, 'a number ends where a name begins; put a field of that name in backquotes');
  }
  const value = Number(number);
  if (!Number.isFinite(value)) throw complain(at, 'this number is too large');
  const isExact = !/^\d+$/.test(number) || Number.isSafeInteger(value);
  return { token: { kind: 'number', at, value: isExact ? value : BigInt(number) }, end };
}

function quotedText(text: string, start: number, complain: Complain): Found {
  const quote = text[start];
  let value = '';
  for (let at = start + 1; at < text.length;) {
    const character = text[at] ?? '';
    if (character === quote) return { token: { kind: 'text', at: start, text: value }, end: at + 1 };
    if (character !== '\\') {
      value += character;
      at++;
      continue;
    }
    const escape = matchAt(ESCAPE, text, at);
    const meant = escape === undefined ? undefined : unescaped(escape);
    if (escape === undefined || meant === undefined) {
      throw complain(at, 'a backslash starts one of \\\\ \\" \\\' \\n \\r \\t \\u0041 \\u{1F600}; write \\\\ for a backslash');
    }
    value += meant;
    at += escape[0].length;
  }
  throw complain(start, `this text has no closing ${quote ?? ''}`);
}

/** @returns undefined for a code point that does not exist */
function unescaped([, plain, long, short]: RegExpExecArray): string | undefined {
  if (plain !== undefined) return ESCAPES.get(plain) ?? plain;
  const codePoint = Number.parseInt(long ?? short ?? '', 16);
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
}

/** A field in backquotes; two of them stand for one. */
function quotedField(text: string, start: number, complain: Complain): Found {
  let name = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '`') {
      name += text[at] ?? '';
      continue;
    }
    if (text[at + 1] !== '`') {
      if (name === '') throw complain(start, 'a field needs a name between its backquotes');
      return { token: { kind: 'field', at: start, text: name }, end: at + 1 };
    }
    name += '`';
    at++;
  }
  throw complain(start, 'this field has no closing `');
}

/** What a sticky pattern finds at a place. The pattern's own state is put back. */
function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  const sticky = new RegExp(pattern.source, pattern.flags);
  sticky.lastIndex = at;
  return sticky.exec(text) ?? undefined;
}
