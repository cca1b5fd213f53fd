import type { McNemar, TargetEvaluation } from '../../../core/evaluation.js';
import { change, metricsOf, probability } from '../../evaluation-figures.js';
import { count, thousandths } from '../../numbers.js';
import { html, type Html } from '../html.js';
import { plainTable, type PlainColumn } from '../plain-table.js';
import { clippedName } from '../row-name.js';
import type { JudgedTarget, Part } from './part.js';

/** Classes whose figures changed most. */
const SHOWN_CLASSES = 10;
/** A difference that chance makes more seldom than this is taken for one of the models. */
const SELDOM = 0.05;

const COLUMNS: readonly PlainColumn[] = ['this', 'other', 'change'].map((name) => ({ name, isNumber: true }));

/** Another model beside this one. */
export const comparisonPart: Part = { name: 'comparison', title: 'Beside the other model', content: comparison };

function comparison({ target, other }: JudgedTarget): Html | undefined {
  if (other === undefined) return undefined;
  const others = metricsOf(other.target);
  const rows = metricsOf(target).map(({ name, value }, at) => {
    const of = others[at]?.value ?? 0;
    return [name, thousandths(value), thousandths(of), change(value, of)];
  });
  return html`<p>${sentence(other.test)}</p>
    <div class="beside">${plainTable([{ name: 'figure' }, ...COLUMNS], rows)} ${tally(other.test)}</div>
    ${changedClasses(target, other.target)}`;
}

function sentence({ onlyFirst, onlySecond, pValue }: McNemar): string {
  if (onlyFirst === onlySecond) return 'Neither model is right more often than the other.';
  const which = onlyFirst > onlySecond ? 'This model is right more often' : 'The other model is right more often';
  const chance = `chance makes a difference of this size or more with a probability of ${probability(pValue)} (McNemar's exact test)`;
  return `${which}, ${pValue < SELDOM ? 'by more than chance' : 'but that may be chance'}: ${chance}.`;
}

function tally({ bothRight, onlyFirst, onlySecond, bothWrong }: McNemar): Html {
  const rows = [
    ['by both', bothRight],
    ['by this alone', onlyFirst],
    ['by the other alone', onlySecond],
    ['by neither', bothWrong],
  ] as const;
  return plainTable(
    [{ name: 'got right' }, { name: 'examples', isNumber: true }],
    rows.map(([name, value]) => [name, count(value)]),
  );
}

function changedClasses(first: TargetEvaluation, second: TargetEvaluation): Html | undefined {
  const scores = new Map(second.classes.map(({ class: name, f1 }) => [name, f1]));
  const changed = first.classes
    .map(({ class: name, f1 }) => ({ name, f1, of: scores.get(name) ?? 0 }))
    .filter(({ f1, of }) => f1 !== of)
    .sort((a, b) => Math.abs(b.of - b.f1) - Math.abs(a.of - a.f1));
  if (changed.length === 0) return undefined;
  const rows = changed
    .slice(0, SHOWN_CLASSES)
    .map(({ name, f1, of }) => [clippedName(name), thousandths(f1), thousandths(of), change(f1, of)]);
  return html`<p>Classes whose F1 differs most, of ${count(changed.length)}:</p>
    ${plainTable([{ name: 'class' }, ...COLUMNS], rows)}`;
}
