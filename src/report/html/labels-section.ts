import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { Report, ReportClass, ReportTarget } from '../../core/report.js';
import { SPLITS, type SplitName } from '../../core/splits.js';
import { count, counted } from '../numbers.js';
import { barCell } from './bar-cell.js';
import { foldRows, type FoldedRows } from './fold.js';
import { html, type Html } from './html.js';
import { rowName } from './row-name.js';
import type { Section } from './section.js';

/** One chart per target: examples of each class, kept and per split, side by side, each column on a scale of its own. */
export function labelsSection(report: Report): Section | undefined {
  if (report.targets.length === 0) return undefined;
  return { id: 'labels', title: 'Labels', content: html`${report.targets.map((target, at) => targetChart(report, target, at))}` };
}

function targetChart(report: Report, target: ReportTarget, at: number): Html {
  const kept = target.classes.filter((row) => keptOf(row) > 0);
  const gone = target.classes.filter((row) => keptOf(row) === 0);
  const { control, edge, rows } = chartRows(target, kept, at);
  const unlisted = target.classesRead - target.classes.length;
  return html`<div class="target">
    <h3 id="target-${at}"><bdi>${target.name}</bdi></h3>
    <p>${summary(target, kept)}</p>
    ${control}
    <div class="wide">
      <table class="chart sortable" aria-labelledby="target-${at}" data-edge="${edge}">
        ${heads(report)}
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${legend(target)}
    ${unlisted > 0 ? html`<p class="quiet">${counted(unlisted, 'class', 'classes')} of middle size stand in manifest.json only.</p>` : undefined}
    ${leftOut(gone)}
  </div>`;
}

function summary({ classesRead, classesKept, kind }: ReportTarget, kept: readonly ReportClass[]): string {
  const [largest, smallest] = [kept[0], kept.at(-1)].map((row) => (row === undefined ? 0 : keptOf(row)));
  const parts = [
    classesKept === classesRead
      ? counted(classesRead, 'class', 'classes')
      : `${count(classesKept)} of ${counted(classesRead, 'class', 'classes')} kept`,
    ...(largest === undefined || smallest === undefined || smallest === 0
      ? []
      : [`from ${count(smallest)} to ${counted(largest, 'example')}, ${(largest / smallest).toFixed(1)} to 1`]),
    ...(kind === 'multi' ? ['an example may carry several'] : []),
  ];
  return parts.join('; ');
}

function heads({ files }: Report): Html {
  const linesOf = (split: SplitName): number => files.find((file) => file.split === split)?.lines ?? 0;
  const sizes = SPLITS.map(linesOf);
  const total = sizes.reduce((sum, lines) => sum + lines, 0);
  const head = (name: string, examples: number): Html =>
    html`<th
      scope="col"
      data-kind="number"
      ${name === 'kept' ? html`aria-sort="descending"` : undefined}
      class="${name === 'kept' ? 'kept' : 'split'}"
    >
      ${name}<span class="total">${count(examples)}</span>
    </th>`;
  return html`<thead>
    <tr>
      <th scope="col" data-kind="text" class="name">class</th>
      <th scope="col" data-kind="number" class="read">read</th>
      ${head('kept', total)} ${SPLITS.map((split, place) => head(split, sizes[place] ?? 0))}
    </tr>
  </thead>`;
}

function chartRows(target: ReportTarget, rows: readonly ReportClass[], place: number): FoldedRows {
  const most = max(rows, keptOf) ?? 1;
  const ceiling = Math.max(most, target.max !== undefined && target.max < 2 * most ? target.max : 0);
  const keptScale = scaleLinear([0, ceiling], [0, 1]);
  const splitScales = SPLITS.map((split) => scaleLinear([0, max(rows, (row) => row[split]) ?? 1], [0, 1]));
  const limits = [
    ...(target.min === undefined ? [] : [{ at: keptScale(target.min), kind: 'min' as const }]),
    ...(target.max === undefined ? [] : [{ at: keptScale(target.max), kind: 'max' as const }]),
  ].filter(({ at }) => at <= 1);
  const lines = limits.map(({ at, kind }) => ({ at: Math.min(0.998, at), kind }));
  const columnOf = (column: string, value: number, share: number): Html => barCell({ column, value, share, shown: count(value) });
  const draw = (row: ReportClass, attributes: Html | undefined): Html => {
    const kept = keptOf(row);
    return html`<tr${attributes}>${rowName(row.class)}<td class="read number" data-value="${row.read}">${count(row.read)}</td>${barCell({ column: 'kept', value: kept, shown: count(kept), share: keptScale(kept), lines })}${SPLITS.map(
      (split, column) => columnOf('split', row[split], splitScales[column]?.(row[split]) ?? 0),
    )}</tr>`;
  };
  return foldRows({ id: `all-${place}`, rows, columns: 6, draw });
}

/** What the upright lines mean. */
function legend({ min, max: most }: ReportTarget): Html | undefined {
  const parts = [
    ...(min === undefined ? [] : [html`<span class="key min-key"></span> minimum ${count(min)}`]),
    ...(most === undefined ? [] : [html`<span class="key max-key"></span> maximum ${count(most)}`]),
  ];
  return parts.length === 0
    ? undefined
    : html`<p class="quiet">${parts.map((part) => html`<span class="legend">${part}</span>`)}</p>`;
}

function leftOut(gone: readonly ReportClass[]): Html | undefined {
  if (gone.length === 0) return undefined;
  return html`<details>
    <summary>${counted(gone.length, 'class', 'classes')} left out</summary>
    <p class="classes">${gone.map(({ class: held, read }) => html`<span><bdi>${held}</bdi> <b>${count(read)}</b></span> `)}</p>
  </details>`;
}

function keptOf({ train, validation, test }: ReportClass): number {
  return train + validation + test;
}
