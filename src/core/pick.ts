/** The items at some places of a list, in the order of the places; there is none for a place beyond its end. Time O(places). */
export function pick<Item>(items: readonly Item[], places: readonly number[]): readonly Item[] {
  return places.flatMap((place) => items.slice(place, place + 1));
}
