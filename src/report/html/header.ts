import { total } from '../../core/account.js';
import type { Report } from '../../core/report.js';
import { SPLITS } from '../../core/splits.js';
import { count } from '../numbers.js';
import { verdict } from '../verdict.js';
import { html, type Html } from './html.js';

/** The verdict in one sentence, and the figures behind it. */
export function header(report: Report): Html {
  const { account, files, targets, passed } = report;
  const aside = total(account.rejected) + total(account.leftOut);
  const sizes = SPLITS.map((split) => ({ split, lines: files.find((file) => file.split === split)?.lines }));
  const figures: readonly (readonly [name: string, value: number])[] = [
    ['rows read', account.rowsRead],
    ['set aside', aside],
    ...(account.merged === undefined ? [] : [['merged', account.merged] as const]),
    ['examples', account.written],
    ...sizes.flatMap(({ split, lines }) => (lines === undefined ? [] : [[split, lines] as const])),
    ['classes', targets.reduce((sum, target) => sum + target.classesKept, 0)],
  ];
  const sentence = verdict(report);
  return html`<header>
    <p class="kicker">labelmill report · ${targets.map(({ name }) => name).join(', ')}</p>
    <h1 class="${passed ? 'passed' : 'failed'}">
      <span aria-hidden="true">${passed ? '✓' : '✗'}</span> ${sentence.charAt(0).toUpperCase() + sentence.slice(1)}
    </h1>
    <dl class="figures">
      ${figures.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${count(value)}</dd>
          </div>`,
      )}
    </dl>
  </header>`;
}
