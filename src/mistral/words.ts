import { printable } from '../core/printable.js';
import type { Answer } from './exchange.js';
import { listMember, member, stringMember } from './member.js';

/** Characters of a service's words that are shown. */
const SHOWN = 300;
/** Problems of a request that are shown. */
const PROBLEMS_SHOWN = 3;

/**
 * What a service says of a failure, in whatever of its forms, safe to show: no controls, no key. Empty where it says nothing
 * that is meant for people (an empty body, a web page).
 */
export function wordsOf({ body, headers }: Answer, secrets: readonly string[]): string {
  const text = body.toString('utf8');
  let words: string;
  try {
    words = readWords(JSON.parse(text));
  } catch {
    words = /^text\/plain\b/.test(headers['content-type'] ?? '') ? text.trim() : '';
  }
  return printable(hideSecrets(words, secrets), SHOWN);
}

/** A text in which secrets are not to be seen. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '[key]'), text);
}

function readWords(value: unknown): string {
  if (typeof value === 'string') return value;
  const detail = member(value, 'detail');
  if (Array.isArray(detail)) {
    const problems = detail.slice(0, PROBLEMS_SHOWN).map((problem) => {
      const place = listMember(problem, 'loc').slice(1).join('.');
      const message = stringMember(problem, 'msg') ?? 'is wrong';
      return place === '' ? message : `${place}: ${message}`;
    });
    const more = detail.length - problems.length;
    return `${problems.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  }
  const said = [stringMember(value, 'detail') ?? '', stringMember(value, 'message') ?? ''].filter((part) => part !== '');
  const nested = member(value, 'error') ?? (typeof detail === 'object' ? detail : undefined) ?? member(value, 'message');
  return said.length > 0 || nested === undefined ? said.join(' ') : readWords(nested);
}
