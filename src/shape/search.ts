import { Fault, type Value } from './expression.js';
import { areSame, describe, valueOf } from './values.js';

/** Whether a text holds a text, or a list a value. Null holds nothing. */
export function contains(at: number, whole: Value, part: Value): Value | Fault {
  if (whole === null) return false;
  if (Array.isArray(whole)) {
    const list: readonly unknown[] = whole;
    return list.some((member) => areSame(valueOf(member), part));
  }
  return ofTexts(at, 'contains', { whole, part, holds: (a, b) => a.includes(b) });
}

export function startsWith(at: number, whole: Value, part: Value): Value | Fault {
  return ofTexts(at, 'starts with', { whole, part, holds: (a, b) => a.startsWith(b) });
}

export function endsWith(at: number, whole: Value, part: Value): Value | Fault {
  return ofTexts(at, 'ends with', { whole, part, holds: (a, b) => a.endsWith(b) });
}

interface Search {
  readonly whole: Value;
  readonly part: Value;
  readonly holds: (whole: string, part: string) => boolean;
}

function ofTexts(at: number, name: string, { whole, part, holds }: Search): Value | Fault {
  if (whole === null || part === null) return false;
  if (typeof whole === 'string' && typeof part === 'string') return holds(whole, part);
  const odd = typeof whole === 'string' ? part : whole;
  return new Fault(at, `${name} takes text on both sides, not ${describe(odd)}`);
}
