import { LabelmillError } from '../../core/errors.js';

/**
 * Names of the fields of a table from the cells of its header. A blank cell is named by its position from 0, as a mapping
 * names the fields of a table without header.
 * @param place `data.csv:1`, for messages
 * @throws LabelmillError HEADER_INVALID where all cells are blank, or two fields have one name
 */
export function fieldNames(cells: readonly string[], place: string): readonly string[] {
  if (cells.every((cell) => cell.trim() === '')) {
    const message = `${place}: the header is blank; name the fields, or say that there is no header (csv.header: false)`;
    throw new LabelmillError('HEADER_INVALID', message, { place });
  }
  const names = cells.map((cell, position) => (cell.trim() === '' ? String(position) : cell));
  const columnOf = new Map<string, number>();
  for (const [position, name] of names.entries()) {
    const earlier = columnOf.get(name);
    if (earlier !== undefined) {
      const message = `${place}: columns ${earlier} and ${position + 1} are both named ${JSON.stringify(name)}; rename one, or give the names yourself (csv.header)`;
      throw new LabelmillError('HEADER_INVALID', message, { place, name, columns: [String(earlier), String(position + 1)] });
    }
    columnOf.set(name, position + 1);
  }
  return names;
}
