import type { Origin } from '../../core/origin.js';
import type { Reject, RejectCode } from '../../core/reject.js';
import type { Row } from '../../core/row.js';

/** Where a JSON value comes from. */
export interface RecordPlace {
  readonly origin: Origin;
  readonly key?: string;
  readonly raw: () => string;
}

/** A row from a JSON value, or a reject where the value is neither an object nor an array. */
export function recordRow(value: unknown, place: RecordPlace): Row | Reject {
  if (typeof value === 'object' && value !== null) {
    // written out because a spread costs 5 µs a row
    const { origin, key, raw } = place;
    return key === undefined ? { kind: 'record', value, origin, raw } : { kind: 'record', value, origin, key, raw };
  }
  const message = `the row is ${describe(value)}, not an object or an array of fields`;
  return rejectRow('row-shape', message, place);
}

/** A reject of the stage `read`. */
export function rejectRow(code: RejectCode, message: string, place: RecordPlace): Reject {
  return { stage: 'read', code, message, origin: place.origin, raw: place.raw() };
}

/** A reject of a row that is larger than the limit. */
export function rejectTooLarge(rowLimitBytes: number, place: RecordPlace): Reject {
  return rejectRow('row-too-large', `the row has more than ${rowLimitBytes} bytes, which is the limit (limits.rowBytes)`, place);
}

/** A reject of a row that is nested too deeply. */
export function rejectTooDeep(depthLimit: number, place: RecordPlace): Reject {
  return rejectRow('json-depth', `the row is nested deeper than ${depthLimit} levels, which is the limit (limits.depth)`, place);
}

/** A reject of a row that has two values under one name. */
export function rejectRepeat(name: string, place: RecordPlace): Reject {
  const shown = JSON.stringify(name.slice(0, 40));
  return rejectRow('json-duplicate-key', `the row gives ${shown} twice in one object, and only one of them can hold`, place);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return `a ${typeof value}`;
}
