/** The items that are wanted; the list itself where all are, because a copy of a million grows through several. */
export function select<Item>(items: readonly Item[], isWanted: (item: Item) => boolean): readonly Item[] {
  return items.every(isWanted) ? items : items.filter(isWanted);
}
