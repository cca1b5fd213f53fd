import { byCodePoint } from '../core/code-point-order.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { classMap } from './class-map.js';
import type { LabelMapping } from './mapping.js';
import { nearName } from '../core/near-name.js';
import { quote } from './quote.js';
import { rejectRow } from './row-reject.js';

/** What is done with classes once they are found. */
export interface Settler {
  /** The one class, renamed. Rejects: label-dropped, label-unknown. */
  one(row: Row, name: string): string | Reject;
  /** Classes renamed, sorted by code point, without repeats. Rejects: label-empty, label-dropped, label-unknown. */
  list(row: Row, names: readonly string[]): readonly string[] | Reject;
}

/** Applies the mapping's `map`, `unmapped` and `none` to the classes of a target. */
export function compileSettler(target: string, { map, unmapped = 'keep', none }: LabelMapping): Settler {
  const renamed = new Map(Object.entries(classMap(map)));
  const subject = `target ${quote(target)}`;

  /** The class under its new name; null where it is dropped, undefined where the mapping refuses it. */
  const rename = (name: string): string | null | undefined => {
    const to = renamed.get(name);
    if (to !== undefined) return to;
    if (unmapped === 'keep') return name;
    return unmapped === 'drop' ? null : undefined;
  };
  const rejectUnknown = (row: Row, name: string): Reject => {
    const near = nearName(name, [...renamed.keys()]);
    const advice = near === undefined ? 'add it to "map"' : `did you mean ${quote(near)}? Else add it to "map"`;
    return rejectRow(row, 'label-unknown', `${subject}: the class ${quote(name)} is not in the map; ${advice}`);
  };
  const rejectDropped = (row: Row, what: string): Reject =>
    rejectRow(row, 'label-dropped', `${subject}: the map drops ${what} and no label is left`);

  return {
    one(row, name) {
      const to = rename(name);
      if (to === undefined) return rejectUnknown(row, name);
      return to ?? rejectDropped(row, `the class ${quote(name)}`);
    },
    list(row, names) {
      if (names.length === 0) {
        if (none !== undefined) return [none];
        return rejectRow(row, 'label-empty', `${subject}: the list of labels is empty; name a class for that as "none"`);
      }
      const kept = new Set<string>();
      for (const name of names) {
        const to = rename(name);
        if (to === undefined) return rejectUnknown(row, name);
        if (to !== null) kept.add(to);
      }
      if (kept.size === 0) return rejectDropped(row, names.length === 1 ? `the class ${quote(names[0] ?? '')}` : 'every class');
      return [...kept].sort(byCodePoint);
    },
  };
}
