/** How many examples of a label set an input carries. */
export interface Part {
  /** Place in the label sets. */
  readonly set: number;
  readonly examples: number;
}

/**
 * All inputs of one composition. The unit of dealing is an input with its copies, so that no input is ever in two splits:
 * an input seen once is `[{set, examples: 1}]`, seen twice `[{set, examples: 2}]`, a contradiction has several parts.
 */
export interface Stratum {
  readonly units: number;
  readonly parts: readonly Part[];
}

/** Strata by place; where there are a million, their parts are made when they are asked for. */
export interface Strata {
  readonly length: number;
  unitsOf(place: number): number;
  partsOf(place: number): readonly Part[];
}

/** Strata that are given one by one. */
export function strataOf(list: readonly Stratum[]): Strata {
  return {
    length: list.length,
    unitsOf: (place) => list[place]?.units ?? 0,
    partsOf: (place) => list[place]?.parts ?? [],
  };
}

/** Examples in one unit. */
export function weightOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.examples, 0);
}
