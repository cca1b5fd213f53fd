import { printable } from '../core/printable.js';
import type { Bounds, Evaluation, TargetEvaluation } from '../index.js';
import {
  change,
  count,
  counted,
  metricsOf,
  mistakesOf,
  probability,
  table,
  thresholdText,
  thousandths,
  type Column,
  type Style,
} from '../report/report.js';

const MOST_CLASSES = 50;
const MOST_CONFUSIONS = 5;
const NAME_WIDTH = 40;

/** An evaluation for people: figures with their bounds, a table of classes, and what is taken for what. */
export function evaluationText({ targets, compared }: Evaluation, style: Style): string {
  const blocks = targets.map((target, at) => {
    const other = compared?.targets[at];
    const test = compared?.tests[at];
    return [
      ...figures(target, style),
      ...(other === undefined || test === undefined ? [] : ['', ...comparison(target, other, test)]),
      '',
      ...classTable(target),
      ...confusions(target),
    ].join('\n');
  });
  return blocks.join('\n\n');
}

function figures(evaluation: TargetEvaluation, style: Style): readonly string[] {
  const { target, examples, classes, calibration } = evaluation;
  const threshold = thresholdText(evaluation);
  const rows = metricsOf(evaluation).map(({ name, value, bounds }) => [name, thousandths(value), within(bounds)]);
  return [
    `${style('bold', printable(target))}: ${counted(examples, 'example')}, ${counted(classes.length, 'class', 'classes')}`,
    ...table(rows, FIGURES).map(indent),
    ...(calibration === undefined ? [] : [`  calibration error ${thousandths(calibration.error)}`]),
    ...(threshold === undefined ? [] : [`  ${threshold}`]),
  ];
}

const FIGURES: readonly Column[] = [{ align: 'left' }, { align: 'right' }, { align: 'left' }];

function comparison(
  first: TargetEvaluation,
  second: TargetEvaluation,
  { onlyFirst, onlySecond, pValue }: NonNullable<Evaluation['compared']>['tests'][number],
): readonly string[] {
  const others = metricsOf(second);
  const rows = metricsOf(first).map(({ name, value }, at) => {
    const other = others[at]?.value ?? 0;
    return [name, thousandths(value), thousandths(other), change(value, other)];
  });
  const columns = [{ align: 'left' }, { align: 'right' }, { align: 'right' }, { align: 'right' }] as const;
  return [
    ...table([['', 'this', 'other', 'change'], ...rows], columns).map(indent),
    `  right by this alone: ${count(onlyFirst)}, by the other alone: ${count(onlySecond)}; by chance with a probability of ${probability(pValue)} (McNemar)`,
  ];
}

function classTable({ classes }: TargetEvaluation): readonly string[] {
  const shown = classes.slice(0, MOST_CLASSES);
  const rows = shown.map(({ class: name, support, predicted, precision, recall, f1 }) => [
    printable(name),
    count(support),
    count(predicted),
    thousandths(precision),
    thousandths(recall),
    thousandths(f1),
  ]);
  const header = ['class', 'examples', 'predicted', 'precision', 'recall', 'F1'];
  const columns = header.map((_, at): Column => (at === 0 ? { align: 'left', maxWidth: NAME_WIDTH } : { align: 'right' }));
  const more = classes.length - shown.length;
  return [
    ...table([header, ...rows], columns).map(indent),
    ...(more > 0 ? [`  … and ${counted(more, 'class', 'classes')} more: see --json`] : []),
  ];
}

function confusions(evaluation: TargetEvaluation): readonly string[] {
  const wrong = mistakesOf(evaluation);
  if (wrong.length === 0) return [];
  return [
    '',
    '  most often taken for another',
    ...wrong
      .slice(0, MOST_CONFUSIONS)
      .map((cell) => `  ${count(cell.count)}  ${printable(cell.actual, NAME_WIDTH)} → ${printable(cell.predicted, NAME_WIDTH)}`),
  ];
}

function within(bounds: Bounds | undefined): string {
  return bounds === undefined ? '' : `(${thousandths(bounds.low)} to ${thousandths(bounds.high)})`;
}

function indent(line: string): string {
  return `  ${line}`;
}
