import { addTo, floatAt, numberAt, wordAt } from '../core/number-at.js';
import { listAt, type NumberLists } from '../core/number-lists.js';

/** A class that a cap or a minimum ties to others. */
export interface CapLimit {
  readonly class: number;
  /** Most examples the label sets below may keep of it; Infinity where it is not capped. */
  readonly cap: number;
  /** Fewest examples the label sets below must keep of it. */
  readonly need: number;
}

/** Label sets that all hold the same limited classes, so that only their sum matters. */
export interface Bundle {
  /** Label sets, by place. */
  readonly sets: readonly number[];
  /** Their examples. */
  readonly size: number;
  /** Limited classes all of them hold, as places in the component's limits. */
  readonly limits: readonly number[];
}

/** Bundles tied together by the classes they share: decided on its own. */
export interface CapComponent {
  readonly limits: readonly CapLimit[];
  readonly bundles: readonly Bundle[];
}

/**
 * Takes the question of the caps apart into independent ones. Label sets without a capped class take no part: they stay whole.
 * A class without a cap takes part where the sets that stay whole don't hold enough of it.
 * @param sets    label sets
 * @param counts  examples per set
 * @param caps    most examples per class, at least its low
 * @param lows    fewest examples per class, at most what it has
 * Time O(places in all sets), components in the order of their first label set.
 */
export function capComponents(
  sets: NumberLists,
  counts: Float64Array,
  caps: Float64Array,
  lows: Float64Array,
): readonly CapComponent[] {
  const totals = new Float64Array(caps.length);
  addUp(totals, sets, counts, () => true);
  const isCapped = (held: number): boolean => floatAt(totals, held) > floatAt(caps, held);
  const whole = new Float64Array(caps.length);
  addUp(whole, sets, counts, (place) => !holdsAny(sets, place, isCapped));
  const needOf = (held: number): number => Math.max(0, floatAt(lows, held) - floatAt(whole, held));

  const bundles = new Map<string, { sets: number[]; size: number; classes: readonly number[] }>();
  for (let place = 0; place < sets.length; place++) {
    const size = floatAt(counts, place);
    if (size === 0 || !holdsAny(sets, place, isCapped)) continue;
    const classes = Array.from(listAt(sets, place)).filter((held) => isCapped(held) || needOf(held) > 0);
    const key = classes.join();
    const bundle = bundles.get(key) ?? { sets: [], size: 0, classes };
    bundle.sets.push(place);
    bundle.size += size;
    bundles.set(key, bundle);
  }
  return gather([...bundles.values()], caps.length, (held) => ({
    class: held,
    cap: isCapped(held) ? floatAt(caps, held) : Infinity,
    need: needOf(held),
  }));
}

/** Adds the examples of the sets that count to the classes they hold. */
function addUp(sums: Float64Array, sets: NumberLists, counts: Float64Array, isCounted: (place: number) => boolean): void {
  const { length, starts, values } = sets;
  for (let place = 0; place < length; place++) {
    if (!isCounted(place)) continue;
    const examples = floatAt(counts, place);
    for (let at = wordAt(starts, place); at < wordAt(starts, place + 1); at++) addTo(sums, wordAt(values, at), examples);
  }
}

function holdsAny({ starts, values }: NumberLists, place: number, isMeant: (held: number) => boolean): boolean {
  for (let at = wordAt(starts, place); at < wordAt(starts, place + 1); at++) if (isMeant(wordAt(values, at))) return true;
  return false;
}

interface LooseBundle {
  readonly sets: readonly number[];
  readonly size: number;
  readonly classes: readonly number[];
}

/** Groups bundles that share classes, directly or over others (union-find). */
function gather(
  bundles: readonly LooseBundle[],
  classCount: number,
  limitOf: (held: number) => CapLimit,
): readonly CapComponent[] {
  const parents = Uint32Array.from({ length: classCount }, (_, held) => held);
  const rootOf = (held: number): number => {
    let root = held;
    while (wordAt(parents, root) !== root) root = wordAt(parents, root);
    for (let at = held; at !== root;) {
      const next = wordAt(parents, at);
      parents[at] = root;
      at = next;
    }
    return root;
  };
  for (const { classes } of bundles) {
    for (const held of classes) parents[rootOf(held)] = rootOf(numberAt(classes, 0));
  }
  const components = new Map<number, { limits: CapLimit[]; placeOf: Map<number, number>; bundles: Bundle[] }>();
  for (const { sets, size, classes } of bundles) {
    const root = rootOf(numberAt(classes, 0));
    const component = components.get(root) ?? { limits: [], placeOf: new Map<number, number>(), bundles: [] };
    components.set(root, component);
    const limits = classes.map((held) => {
      const known = component.placeOf.get(held);
      if (known !== undefined) return known;
      component.placeOf.set(held, component.limits.length);
      return component.limits.push(limitOf(held)) - 1;
    });
    component.bundles.push({ sets, size, limits });
  }
  return [...components.values()].map(({ limits, bundles: held }) => ({ limits, bundles: held }));
}
