import { jsonTokens, unquoted } from './json-tokens.js';

type Kind = 'array' | 'object' | 'value';

/** What the beginning of a JSON document shows of one of its members. */
export interface OutlineMember {
  readonly name: string;
  /** What its value is; undefined where the head ends before it. */
  readonly kind: Kind | undefined;
  /** The first element of an array. */
  readonly first: Kind | undefined;
  /** Names of an object's members, as far as the head goes. */
  readonly names: readonly string[];
  /** The head holds the value to its end. */
  readonly isWhole: boolean;
}

/**
 * The members of the object that a JSON text begins with, as far as the text goes; none where it begins with something else.
 * Time O(characters).
 */
export function outlineOf(head: string): readonly OutlineMember[] {
  const members: OutlineMember[] = [];
  const extend = (part: Partial<OutlineMember>): void => {
    const last = members.pop();
    if (last !== undefined) members.push({ ...last, ...part });
  };
  let names: string[] = [];
  let depth = 0;
  /** What comes next is the name of a member. */
  let isName = false;
  for (const token of jsonTokens(head)) {
    const last = members.at(-1);
    if (depth === 0 && token !== '{') return members;
    if (token === '{' || token === '[') {
      const kind = token === '{' ? 'object' : 'array';
      depth++;
      isName = token === '{' && depth <= 2;
      if (depth === 2) extend({ kind, names: (names = []) });
      else if (depth === 3 && last?.kind === 'array' && last.first === undefined) extend({ first: kind });
    } else if (token === '}' || token === ']') {
      if (--depth === 1) extend({ isWhole: true });
      if (depth === 0) return members;
    } else if (token === ',') isName = depth === 1 || (depth === 2 && last?.kind === 'object');
    else if (isName) {
      isName = false;
      if (depth === 1) members.push({ name: unquoted(token), kind: undefined, first: undefined, names: [], isWhole: false });
      else names.push(unquoted(token));
    } else if (token !== ':') {
      if (depth === 1) extend({ kind: 'value', isWhole: true });
      else if (depth === 2 && last?.kind === 'array' && last.first === undefined) extend({ first: 'value' });
    }
  }
  return members;
}
