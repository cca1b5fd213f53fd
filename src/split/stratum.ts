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

/** Examples in one unit. */
export function weightOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.examples, 0);
}
