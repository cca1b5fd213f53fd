import { printable } from '../core/printable.js';
import type { Job } from '../index.js';
import { count, counted, table, type Style } from '../report/report.js';
import { figure } from './loss-curve.js';

/** A job for people, in lines. */
export function jobText(job: Job): string {
  const { expected } = job;
  const rows = [
    ['job', job.id],
    ['status', job.status],
    ['model', job.model],
    ...(job.suffix === undefined ? [] : [['suffix', job.suffix]]),
    ...(job.createdAt === undefined ? [] : [['created', timeText(job.createdAt)]]),
    ['training', counted(job.trainingFiles.length, 'file')],
    ['validation', counted(job.validationFiles.length, 'file')],
    ...(job.targets.length === 0 ? [] : [['targets', job.targets.join(', ')]]),
    ...(job.trainingSteps === undefined ? [] : [['steps', count(job.trainingSteps)]]),
    ...(job.learningRate === undefined ? [] : [['learning rate', String(job.learningRate)]]),
    ...(expected.dataTokens === undefined ? [] : [['data tokens', count(expected.dataTokens)]]),
    ...(expected.epochs === undefined
      ? []
      : [['epochs', expected.epochs < 100 ? figure(expected.epochs) : count(Math.round(expected.epochs))]]),
    ...(expected.cost === undefined || expected.currency === undefined
      ? []
      : [['cost', `${expected.cost.toFixed(2)} ${expected.currency}`]]),
    ...(expected.seconds === undefined ? [] : [['expected time', durationText(expected.seconds)]]),
    ...(job.fineTunedModel === undefined ? [] : [['fine-tuned', job.fineTunedModel]]),
    ...job.links.map((link) => ['metrics', link]),
  ];
  return table(rows.map(safe), [{ align: 'left' }, { align: 'left' }]).join('\n');
}

/** Jobs for people, one on a line. */
export function jobsText(jobs: readonly Job[], style: Style): string {
  if (jobs.length === 0) return 'no jobs';
  const rows = jobs.map((job) => [
    job.id,
    job.status,
    job.createdAt === undefined ? '' : timeText(job.createdAt),
    job.suffix ?? '',
    job.fineTunedModel ?? '',
  ]);
  const columns = [{ align: 'left' }, { align: 'left' }, { align: 'left' }, { align: 'left' }, { align: 'left' }] as const;
  const [head = '', ...lines] = table([['job', 'status', 'created', 'suffix', 'fine-tuned'], ...rows.map(safe)], columns);
  return [style('bold', head), ...lines].join('\n');
}

/** How a job stands, on one line. */
export function progressText(job: Job): string {
  const last = job.checkpoints.at(-1);
  const evaluated = job.checkpoints.findLast(({ validationLoss }) => validationLoss !== undefined);
  const left = secondsLeft(job);
  return [
    printable(job.status),
    ...(last === undefined ? [] : [`step ${last.step}${job.trainingSteps === undefined ? '' : ` of ${job.trainingSteps}`}`]),
    ...(last?.trainLoss === undefined ? [] : [`train loss ${figure(last.trainLoss)}`]),
    ...(evaluated?.validationLoss === undefined ? [] : [`validation loss ${figure(evaluated.validationLoss)}`]),
    ...(left === undefined ? [] : [`${durationText(left)} left`]),
  ].join(', ');
}

/** By the time the steps so far have taken; undefined where that is not known. */
function secondsLeft({ checkpoints, events, trainingSteps, status }: Job): number | undefined {
  const last = checkpoints.at(-1);
  const started = events.find((event) => event.status === 'RUNNING')?.at;
  if (status !== 'RUNNING' || last?.at === undefined || started === undefined || trainingSteps === undefined) return undefined;
  return (Math.max(0, last.at - started) / last.step) * Math.max(0, trainingSteps - last.step);
}

function durationText(seconds: number): string {
  return seconds < 90 ? counted(Math.round(seconds), 'second') : counted(Math.round(seconds / 60), 'minute');
}

function timeText(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('.000Z', 'Z');
}

function safe(cells: readonly string[]): readonly string[] {
  return cells.map((cell) => printable(cell, 200));
}
