import { bar, type Bar } from './bar.js';
import { html, type Html } from './html.js';

export interface BarCell {
  /** Which column it is, for the style. */
  readonly column: string;
  /** What the chart is sorted by. */
  readonly value: number;
  readonly shown: string;
  /** Length of the bar, 0 to 1. */
  readonly share: number;
  readonly lines?: Bar['lines'];
}

/** A cell of a chart: a number, and a bar behind it. */
export function barCell({ column, value, shown, share, lines = [] }: BarCell): Html {
  return html`<td class="${column}" data-value="${value}">
    <span class="cell">${bar({ from: 0, to: share, fill: 'kept', lines })}<span class="number">${shown}</span></span>
  </td>`;
}
