import { max } from 'd3-array';
import type { ClassMetrics } from '../../../core/evaluation.js';
import { count, counted, thousandths } from '../../numbers.js';
import { barCell } from '../bar-cell.js';
import { foldRows } from '../fold.js';
import { html, type Html } from '../html.js';
import { rowName } from '../row-name.js';
import type { JudgedTarget, Part } from './part.js';

/** How well each class is found, the worst first: there the work is. */
export const classesPart: Part = { name: 'classes', title: 'Classes', content: classesChart };

function classesChart({ target: { classes, kind } }: JudgedTarget, id: string): Html {
  const rows = [...classes].sort((a, b) => a.f1 - b.f1 || b.support - a.support);
  const most = Math.max(1, max(rows, ({ support }) => support) ?? 1);
  const plain = (value: number, shown: string): Html => html`<td class="read number" data-value="${value}">${shown}</td>`;
  const draw = (row: ClassMetrics, attributes: Html | undefined): Html => {
    const { support, predicted, precision, recall, f1 } = row;
    return html`<tr${attributes}>${rowName(row.class)}${barCell({ column: 'kept', value: f1, shown: thousandths(f1), share: f1 })}${plain(
      precision,
      thousandths(precision),
    )}${plain(recall, thousandths(recall))}${barCell({ column: 'split', value: support, shown: count(support), share: support / most })}${plain(
      predicted,
      count(predicted),
    )}</tr>`;
  };
  const { control, edge, rows: drawn } = foldRows({ id: `${id}-all`, rows, columns: 6, draw });
  const head = (name: string, column: string): Html =>
    html`<th scope="col" data-kind="number" ${name === 'F1' ? html`aria-sort="ascending"` : undefined} class="${column}">
      ${name}
    </th>`;
  const unseen = rows.filter(({ support }) => support === 0).length;
  return html`<div class="target">
    <p>
      ${counted(rows.length, 'class', 'classes')}${kind === 'multi' ? '; an example may carry several' : ''}${
        unseen > 0 ? `; ${count(unseen)} predicted that no example carries` : ''
      }
    </p>
    ${control}
    <div class="wide">
      <table class="chart sortable judged" aria-labelledby="${id}-title" data-edge="${edge}">
        <thead>
          <tr>
            <th scope="col" data-kind="text" class="name">class</th>
            ${head('F1', 'kept')}${head('precision', 'read')}${head('recall', 'read')}${head('examples', 'split')}${head('predicted', 'read')}
          </tr>
        </thead>
        <tbody>
          ${drawn}
        </tbody>
      </table>
    </div>
  </div>`;
}
