import { count, counted } from '../numbers.js';
import { html, type Content, type Html } from './html.js';

/** Rows shown from each end of a chart, whatever it is sorted by; the middle of a longer one folds away. */
const EDGE = 40;

/** The rows of a chart. It stands in an element of class `target`, together with the control. */
export interface FoldedRows {
  /** What unfolds the chart; nothing for a short one. */
  readonly control: Html | undefined;
  /** Rows that stay at each end when the chart is sorted anew: the table's `data-edge`. */
  readonly edge: number | undefined;
  readonly rows: readonly Content[];
}

export interface FoldOptions<Row> {
  /** Unique on the page. */
  readonly id: string;
  /** A class each. */
  readonly rows: readonly Row[];
  readonly columns: number;
  /** @param attributes what the row's element must carry */
  readonly draw: (row: Row, attributes: Html | undefined) => Html;
}

/** Draws the rows of a chart of classes, so that it stays short however many there are. */
export function foldRows<Row>({ id, rows, columns, draw }: FoldOptions<Row>): FoldedRows {
  const isFolded = rows.length > 2 * EDGE;
  const isMiddle = (at: number): boolean => isFolded && at >= EDGE && at < rows.length - EDGE;
  const drawn = rows.map((row, at) => draw(row, isMiddle(at) ? html` class="middle"` : undefined));
  if (!isFolded) return { control: undefined, edge: undefined, rows: drawn };
  const gap = html`<tr class="gap">
    <td colspan="${columns}">… ${count(rows.length - 2 * EDGE)} more …</td>
  </tr>`;
  return {
    control: html`<p class="fold">
      <input type="checkbox" id="${id}" class="all" />
      <label for="${id}">show all ${counted(rows.length, 'class', 'classes')}, not only the first and last ${EDGE}</label>
    </p>`,
    edge: EDGE,
    rows: [...drawn.slice(0, EDGE), gap, ...drawn.slice(EDGE)],
  };
}
