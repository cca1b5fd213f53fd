import type { Bounds } from '../../../core/evaluation.js';
import { metricsOf, thresholdText } from '../../evaluation-figures.js';
import { thousandths } from '../../numbers.js';
import { bar } from '../bar.js';
import { html, type Content, type Html } from '../html.js';
import { plainTable } from '../plain-table.js';
import type { JudgedTarget, Part } from './part.js';

/** The figures of a target with their bounds, and the means over its classes. */
export const metricsPart: Part = { name: 'metrics', title: 'Figures', content: metrics };

function metrics({ target }: JudgedTarget): Html {
  const { bounds, macro, micro, weighted } = target;
  const threshold = thresholdText(target);
  const hasBounds = bounds !== undefined;
  const rows = metricsOf(target).map(({ name, value, bounds: held }): readonly Content[] => [
    name,
    thousandths(value),
    ...(held === undefined ? [] : [`${thousandths(held.low)} to ${thousandths(held.high)}`, interval(value, held)]),
  ]);
  const columns = [
    { name: 'figure' },
    { name: 'value', isNumber: true },
    ...(hasBounds ? [{ name: '95 % bounds', isNumber: true }, { name: html`<span class="scale">0<span>1</span></span>` }] : []),
  ];
  const means = [
    ['macro: plain mean over the classes', macro],
    ['micro: of the sums over the classes', micro],
    ['weighted: mean by examples', weighted],
  ] as const;
  return html`<div class="beside">
      <div class="metrics">${plainTable(columns, rows)}</div>
      ${plainTable(
        ['mean', 'precision', 'recall', 'F1'].map((name, at) => ({ name, isNumber: at > 0 })),
        means.map(([name, { precision, recall, f1 }]) => [name, ...[precision, recall, f1].map(thousandths)]),
      )}
    </div>
    ${hasBounds ? html`<p class="quiet">Bounds hold the figure in 95 of 100 draws of the examples, with replacement.</p>` : undefined}
    ${threshold === undefined ? undefined : html`<p>${threshold.replace('a', 'A')}.</p>`}`;
}

/** From 0 to 1: a bar over the bounds, with a line at the value. */
function interval(value: number, { low, high }: Bounds): Html {
  return bar({ from: low, to: Math.max(high, low + 0.005), fill: 'kept', lines: [{ at: value, kind: 'value' }] });
}
