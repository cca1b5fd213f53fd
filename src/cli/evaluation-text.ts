import { printable } from '../core/printable.js';
import type { Bounds, Evaluation, TargetEvaluation } from '../index.js';
import { count, counted, table, type Column, type Style } from '../report/report.js';

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
  const { target, kind, examples, classes, threshold, calibration } = evaluation;
  const rows = metricsOf(evaluation).map(({ name, value, bounds }) => [name, figure(value), within(bounds)]);
  return [
    `${style('bold', printable(target))}: ${counted(examples, 'example')}, ${counted(classes.length, 'class', 'classes')}`,
    ...table(rows, FIGURES).map(indent),
    ...(calibration === undefined ? [] : [`  calibration error ${figure(calibration.error)}`]),
    ...(kind === 'multi' && threshold !== undefined ? [`  a class is predicted above a score of ${threshold}`] : []),
  ];
}

const FIGURES: readonly Column[] = [{ align: 'left' }, { align: 'right' }, { align: 'left' }];

interface Metric {
  readonly name: string;
  readonly value: number;
  readonly bounds: Bounds | undefined;
}

function metricsOf({ kind, accuracy, jaccard, macro, micro, weighted, bounds }: TargetEvaluation): readonly Metric[] {
  return [
    { name: kind === 'single' ? 'accuracy' : 'exact match', value: accuracy, bounds: bounds?.accuracy },
    ...(kind === 'single'
      ? []
      : [
          { name: 'Jaccard', value: jaccard, bounds: bounds?.jaccard },
          { name: 'micro F1', value: micro.f1, bounds: bounds?.microF1 },
        ]),
    { name: 'macro F1', value: macro.f1, bounds: bounds?.macroF1 },
    { name: 'weighted F1', value: weighted.f1, bounds: bounds?.weightedF1 },
  ];
}

function comparison(
  first: TargetEvaluation,
  second: TargetEvaluation,
  { onlyFirst, onlySecond, pValue }: NonNullable<Evaluation['compared']>['tests'][number],
): readonly string[] {
  const others = metricsOf(second);
  const rows = metricsOf(first).map(({ name, value }, at) => {
    const other = others[at]?.value ?? 0;
    return [name, figure(value), figure(other), `${other < value ? '-' : '+'}${figure(Math.abs(other - value))}`];
  });
  const columns = [{ align: 'left' }, { align: 'right' }, { align: 'right' }, { align: 'right' }] as const;
  const chance = pValue < 0.0005 ? 'below 0.001' : figure(pValue);
  return [
    ...table([['', 'this', 'other', 'change'], ...rows], columns).map(indent),
    `  right by this alone: ${count(onlyFirst)}, by the other alone: ${count(onlySecond)}; by chance with a probability of ${chance} (McNemar)`,
  ];
}

function classTable({ classes }: TargetEvaluation): readonly string[] {
  const shown = classes.slice(0, MOST_CLASSES);
  const rows = shown.map(({ class: name, support, predicted, precision, recall, f1 }) => [
    printable(name),
    count(support),
    count(predicted),
    figure(precision),
    figure(recall),
    figure(f1),
  ]);
  const header = ['class', 'examples', 'predicted', 'precision', 'recall', 'F1'];
  const columns = header.map((_, at): Column => (at === 0 ? { align: 'left', maxWidth: NAME_WIDTH } : { align: 'right' }));
  const more = classes.length - shown.length;
  return [
    ...table([header, ...rows], columns).map(indent),
    ...(more > 0 ? [`  … and ${counted(more, 'class', 'classes')} more: see --json`] : []),
  ];
}

function confusions({ confusion = [] }: TargetEvaluation): readonly string[] {
  const wrong = confusion.filter(({ actual, predicted }) => actual !== predicted).sort((a, b) => b.count - a.count);
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
  return bounds === undefined ? '' : `(${figure(bounds.low)} to ${figure(bounds.high)})`;
}

function figure(value: number): string {
  return value.toFixed(3);
}

function indent(line: string): string {
  return `  ${line}`;
}
