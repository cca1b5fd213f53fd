import type { Evaluation, TargetEvaluation } from '../../../core/evaluation.js';
import { change } from '../../evaluation-figures.js';
import { count, thousandths } from '../../numbers.js';
import { html } from '../html.js';
import { plainTable } from '../plain-table.js';
import { clippedName } from '../row-name.js';
import type { Section } from '../section.js';

/** Several targets side by side. */
export function overviewSection({ targets, compared }: Evaluation): Section {
  const columns = [
    { name: 'target' },
    { name: 'answer' },
    ...['classes', 'all right', 'macro F1', ...(compared === undefined ? [] : ['other model', 'change'])].map((name) => ({
      name,
      isNumber: true,
    })),
  ];
  const rows = targets.map((target, at) => [
    html`<a href="#target-${at}">${clippedName(target.target)}</a>`,
    target.kind === 'single' ? 'one class' : 'a list',
    count(target.classes.length),
    thousandths(target.accuracy),
    thousandths(target.macro.f1),
    ...besides(target, compared?.targets[at]),
  ]);
  const content = html`<div class="wide">${plainTable(columns, rows)}</div>
    <p class="quiet">All right: the share of examples whose classes are exactly the true ones.</p>`;
  return { id: 'overview', title: 'Overview', content };
}

/** Macro F1 of the other model, and what it has more. */
function besides({ macro }: TargetEvaluation, other: TargetEvaluation | undefined): readonly string[] {
  return other === undefined ? [] : [thousandths(other.macro.f1), change(macro.f1, other.macro.f1)];
}
