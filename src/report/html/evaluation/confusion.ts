import type { ConfusionCell, TargetEvaluation } from '../../../core/evaluation.js';
import { mistakesOf } from '../../evaluation-figures.js';
import { count, counted, percent } from '../../numbers.js';
import { html, type Html } from '../html.js';
import { plainTable } from '../plain-table.js';
import { clippedName } from '../row-name.js';
import { confusionMatrix } from './confusion-matrix.js';
import type { JudgedTarget, Part } from './part.js';

/** Pairs shown at once, and all that are shown; the rest is in the evaluation itself. */
const SHOWN = 12;
const LISTED = 60;

/** What was taken for what: a matrix, and the pairs that are confused most. */
export const confusionPart: Part = { name: 'confusion', title: 'Confusion', content: confusion };

function confusion({ target }: JudgedTarget, id: string): Html | undefined {
  if (target.confusion === undefined) return undefined;
  return html`${confusionMatrix(target, target.confusion, id)} ${pairs(target)}`;
}

function pairs(target: TargetEvaluation): Html {
  const mistakes = mistakesOf(target);
  if (mistakes.length === 0) return html`<p>No class was taken for another.</p>`;
  const supports = new Map(target.classes.map(({ class: name, support }) => [name, support]));
  const table = (cells: readonly ConfusionCell[]): Html =>
    plainTable(
      [
        { name: 'true class' },
        { name: 'taken for' },
        { name: 'times', isNumber: true },
        { name: 'of the class', isNumber: true },
      ],
      cells.map((cell) => [
        clippedName(cell.actual),
        clippedName(cell.predicted),
        count(cell.count),
        percent(cell.count / Math.max(1, supports.get(cell.actual) ?? 0)),
      ]),
    );
  const more = mistakes.slice(SHOWN, LISTED);
  const unlisted = mistakes.length - SHOWN - more.length;
  return html`<div class="pairs">
    <p>Most often taken for another, of ${counted(mistakes.length, 'pair')}:</p>
    ${table(mistakes.slice(0, SHOWN))}
    ${
      more.length === 0
        ? undefined
        : html`<details>
            <summary>${counted(more.length, 'more pair')}</summary>
            ${table(more)}
            ${unlisted > 0 ? html`<p class="quiet">${counted(unlisted, 'rarer pair')}: see evaluate --json.</p>` : undefined}
          </details>`
    }
  </div>`;
}
