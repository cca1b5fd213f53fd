import { byCodePoint } from '../../../core/code-point-order.js';
import type { ConfusionCell, TargetEvaluation } from '../../../core/evaluation.js';
import { count } from '../../numbers.js';
import { html, type Html } from '../html.js';
import { clippedName } from '../row-name.js';

/** Classes that have a row and a column of their own. */
const MOST_CLASSES = 20;
/** UTF-16 units from which a head of the matrix may be cut. */
const LONG = 14;
/** Shades of a cell. */
const SHADES = 5;

/**
 * The confusion matrix as a table with figures: a row for each true class, a column for each predicted one. Shades go by the
 * share of the row. Of many classes those with the most examples have rows and columns, and the rest share one.
 */
export function confusionMatrix({ classes }: TargetEvaluation, cells: readonly ConfusionCell[], id: string): Html {
  const bySize = [...classes].sort((a, b) => b.support - a.support || byCodePoint(a.class, b.class)).map((row) => row.class);
  const names = bySize.slice(0, MOST_CLASSES);
  const rest = bySize.length - names.length;
  const places = new Map(names.map((name, at) => [name, at]));
  const size = names.length + (rest > 0 ? 1 : 0);
  const counts = Array.from({ length: size }, () => new Float64Array(size));
  for (const cell of cells) {
    const row = counts[places.get(cell.actual) ?? names.length];
    const at = places.get(cell.predicted) ?? names.length;
    if (row !== undefined) row[at] = (row[at] ?? 0) + cell.count;
  }
  const others = html`<i>${count(rest)} others</i>`;
  const headOf = (at: number): Html => (at < names.length ? clippedName(names[at] ?? '', LONG) : others);
  return html`<p>
      A row is a true class, a column what it was taken for; right answers are framed.
      ${rest > 0 ? `Of ${count(bySize.length)} classes the ${count(names.length)} with the most examples stand alone.` : ''}
    </p>
    <div class="wide" tabindex="0" role="group" aria-labelledby="${id}-title">
      <table class="matrix" aria-label="Confusion matrix">
        <thead>
          <tr>
            <td></td>
            ${Array.from(counts, (_, at) => html`<th scope="col"><span class="turned">${headOf(at)}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${counts.map(
            (row, at) =>
              html`<tr>
                <th scope="row">${headOf(at)}</th>
                ${Array.from(row, (value, column) => cellOf(value, row, { isRight: at === column, isRest: at === names.length }))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

interface Kind {
  readonly isRight: boolean;
  /** Among the classes that share a row and a column some answers are right and others not. */
  readonly isRest: boolean;
}

function cellOf(value: number, row: Float64Array, { isRight, isRest }: Kind): Html {
  const total = row.reduce((sum, each) => sum + each, 0);
  const shade = value === 0 ? 0 : Math.ceil((value / total) * SHADES);
  const kind = isRight ? (isRest ? 'rest' : 'right') : 'wrong';
  return html`<td class="${kind} shade-${shade}">${value === 0 ? '' : count(value)}</td>`;
}
