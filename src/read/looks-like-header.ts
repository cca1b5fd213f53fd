/** Longest name of a field, in UTF-16 units; what is longer is a text. */
const LONGEST_NAME = 64;

/**
 * Whether a row reads like the names of fields: its cells are distinct, short, not blank, no numbers, without white space at
 * their ends, and none of them is a value of its column in the rows that follow.
 */
export function looksLikeHeader(first: readonly string[], following: readonly (readonly string[])[]): boolean {
  return (
    first.length > 0 &&
    new Set(first).size === first.length &&
    first.every((cell) => isName(cell)) &&
    !following.some((row) => row.some((cell, column) => cell === first[column]))
  );
}

function isName(cell: string): boolean {
  return cell.length > 0 && cell.length <= LONGEST_NAME && cell.trim() === cell && !/^[-+]?[\d.,:/\s-]+%?$/.test(cell);
}
