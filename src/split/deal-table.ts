import { weightOf, type Part, type Stratum } from './stratum.js';

/** Strata that are dealt as one: the same weight and, where they have a single part, the same label set. */
export interface TableRow {
  readonly parts: readonly Part[];
  readonly units: number;
  /** Where its strata stand in the order of all strata. */
  readonly from: number;
  readonly to: number;
}

/** All units of one weight. */
export interface DealTable {
  /** Examples per unit. */
  readonly weight: number;
  /** Rows by label set, so that neighbours share classes. */
  readonly rows: readonly TableRow[];
}

/**
 * The units of all strata by weight, the heaviest first.
 * @returns the tables, and the places of the strata in the order that rows refer to. Time O(strata × log).
 */
export function dealTables(strata: readonly Stratum[]): {
  readonly tables: readonly DealTable[];
  readonly order: readonly number[];
} {
  const weights = Float64Array.from(strata, ({ parts }) => weightOf(parts));
  const firsts = Float64Array.from(strata, ({ parts }) => parts[0]?.set ?? 0);
  const order: number[] = [];
  strata.forEach(({ units, parts }, place) => {
    if (units > 0 && parts.length > 0) order.push(place);
  });
  order.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || (firsts[a] ?? 0) - (firsts[b] ?? 0) || a - b);

  const tables: { readonly weight: number; readonly rows: TableRow[] }[] = [];
  order.forEach((place, at) => {
    const { parts, units } = strata[place] ?? { parts: [], units: 0 };
    const weight = weights[place] ?? 0;
    if (tables.at(-1)?.weight !== weight) tables.push({ weight, rows: [] });
    const rows = tables.at(-1)?.rows ?? [];
    const last = rows.at(-1);
    const isSame = parts.length === 1 && last?.parts.length === 1 && last.parts[0]?.set === parts[0]?.set;
    if (isSame) rows.pop();
    const before = isSame ? last : undefined;
    rows.push({ parts, units: units + (before?.units ?? 0), from: before?.from ?? at, to: at + 1 });
  });
  return { tables, order };
}
