import type { LabelMapping } from './mapping.js';
import { trimWhiteSpace } from './white-space.js';

/** Whether a truth value or a score carries the class; undefined where the value is neither. */
export type ScoreReader = (value: unknown, name: string) => boolean | undefined;

const DEFAULT_THRESHOLD = 0.5;
/** A decimal number, as JSON and CSV files write it; no hexadecimal, no NaN, no Infinity. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A reader of truth values and scores. True, false, yes and no (also as strings, in upper or lower case) stand for themselves;
 * a number, or a string that is one, carries the class if it is above the threshold of its class.
 */
export function compileScore(threshold: LabelMapping['threshold'] = DEFAULT_THRESHOLD): ScoreReader {
  const perClass = new Map(typeof threshold === 'number' ? [] : Object.entries(threshold));
  const general = typeof threshold === 'number' ? threshold : DEFAULT_THRESHOLD;
  return (value, name) => {
    if (typeof value === 'boolean') return value;
    const truth = typeof value === 'string' ? truthOf(value) : undefined;
    if (truth !== undefined) return truth;
    const score = numberOf(value);
    return score === undefined ? undefined : score > (perClass.get(name) ?? general);
  };
}

function truthOf(text: string): boolean | undefined {
  switch (text.trim().toLowerCase()) {
    case 'true':
    case 'yes':
      return true;
    case 'false':
    case 'no':
      return false;
    default:
      return undefined;
  }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = trimWhiteSpace(value);
  return DECIMAL.test(text) ? Number(text) : undefined;
}
