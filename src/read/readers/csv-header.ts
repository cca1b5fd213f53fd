import { LabelmillError } from '../../core/errors.js';

export interface FieldNamesOptions {
  /** `data.csv:1`, for messages. */
  readonly place: string;
  /** What becomes of a column whose name an earlier one has: the table is refused, or it is named by its position. */
  readonly duplicates: 'refuse' | 'position';
}

/**
 * Names of the fields of a table from the cells of its header. A blank cell is named by its position from 0, as a mapping
 * names the fields of a table without header.
 * @throws LabelmillError HEADER_INVALID where all cells are blank, or two fields have one name
 */
export function fieldNames(cells: readonly string[], options: FieldNamesOptions): readonly string[] {
  const { place, duplicates } = options;
  if (cells.every((cell) => cell.trim() === '')) {
    const message = `${place}: the header is blank; name the fields, or say that there is no header (csv.header: false, --no-header)`;
    throw new LabelmillError('HEADER_INVALID', message, { place });
  }
  const named = new Set<string>();
  const names = cells.map((cell, position) => {
    const isTaken = duplicates === 'position' && named.has(cell);
    named.add(cell);
    return isTaken || cell.trim() === '' ? String(position) : cell;
  });
  refuseRepeats(names, place);
  return names;
}

function refuseRepeats(names: readonly string[], place: string): void {
  const columnOf = new Map<string, number>();
  for (const [position, name] of names.entries()) {
    const earlier = columnOf.get(name);
    if (earlier !== undefined) {
      const advice = 'rename one, give the names (--fields), or take them by position (--duplicate-headers position)';
      const message = `${place}: columns ${earlier} and ${position + 1} are both named ${JSON.stringify(name)}; ${advice}`;
      throw new LabelmillError('HEADER_INVALID', message, { place, name, columns: [String(earlier), String(position + 1)] });
    }
    columnOf.set(name, position + 1);
  }
}
