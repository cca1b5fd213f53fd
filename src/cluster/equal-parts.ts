/** Places whose part of the shingles has the same key, met in ascending order. */
export interface EqualParts {
  /** Forgets all, and makes room for so many places from 0. */
  clear(places: number): void;
  /** Enters the next place. @returns the last one before it with the same key, or -1 */
  enter(place: number, key: number): number;
  /** The next place below one with the same key, or -1. */
  below(place: number): number;
  /**
   * The next place below one that is not known to belong to the same cluster, or -1. Jumps grow, since what belongs together
   * once does so for ever: thousands of texts made from one template cost one step and not one each.
   */
  belowCluster(place: number, isSameCluster: (place: number, other: number) => boolean): number;
}

const NONE = 0xffffffff;

/** A hash table with open addressing. Memory: 8 bytes a place and 16 to 32 in slots. */
export function createEqualParts(): EqualParts {
  let slotKeys = new Uint32Array(0);
  let slotLasts = new Uint32Array(0);
  let before = new Uint32Array(0);
  let jumps = new Uint32Array(0);
  let mask = 0;
  const asPlace = (held = NONE): number => (held === NONE ? -1 : held);
  return {
    clear(places) {
      let slots = 16;
      while (slots < places * 2) slots *= 2;
      if (slotKeys.length < slots) {
        slotKeys = new Uint32Array(slots);
        slotLasts = new Uint32Array(slots);
        before = new Uint32Array(slots / 2);
        jumps = new Uint32Array(slots / 2);
      }
      slotLasts.fill(NONE, 0, slots);
      mask = slots - 1;
    },
    enter(place, key) {
      let slot = Math.imul(key ^ (key >>> 15), 0x9e3779b1) & mask;
      while (slotLasts[slot] !== NONE && slotKeys[slot] !== key) slot = (slot + 1) & mask;
      const last = slotLasts[slot] ?? NONE;
      slotKeys[slot] = key;
      slotLasts[slot] = place;
      before[place] = last;
      jumps[place] = last;
      return asPlace(last);
    },
    below: (place) => asPlace(before[place]),
    belowCluster(place, isSameCluster) {
      let next = asPlace(jumps[place]);
      while (next >= 0 && isSameCluster(place, next)) next = asPlace(jumps[next]);
      jumps[place] = next < 0 ? NONE : next;
      return next;
    },
  };
}
