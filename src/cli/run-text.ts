import { printable } from '../core/printable.js';
import type { RunPlan, RunStep } from '../index.js';
import { counted, terminalReport } from '../report/report.js';
import { evaluationText } from './evaluation-text.js';
import { forecastText } from './forecast-text.js';
import { jobText } from './job-text.js';
import { jsonDocument } from './json-document.js';
import { lossCurve } from './loss-curve.js';
import { seenFromHere } from './seen-from-here.js';
import type { Session } from './session.js';
import { uploadText } from './upload-text.js';

type Look = Pick<Session, 'outStyle' | 'width'>;

const TITLES = {
  prepare: '1/6 prepare',
  upload: '2/6 upload',
  create: '3/6 job',
  start: undefined,
  train: '4/6 train',
  classify: '5/6 classify',
  evaluate: '6/6 evaluate',
} as const;

/** What a step of a run came to, under its title. */
export function runStepText(step: RunStep, look: Look): string {
  const title = TITLES[step.name];
  const lines = linesOf(step, look);
  return `${title === undefined ? '' : `${look.outStyle('bold', title)}\n`}${lines}\n\n`;
}

/** What a run would do. */
export function runPlanText({ prepared, job }: RunPlan, look: Look): string {
  const out = seenFromHere(prepared.out);
  const files = prepared.manifest.files.flatMap(({ name, split, lines }) =>
    split === undefined || split === 'test' || lines === 0 ? [] : [`${name} (${counted(lines, 'line')})`],
  );
  return [
    look.outStyle('bold', TITLES.prepare),
    terminalReport(prepared.manifest, prepared.issues, { width: look.width, style: look.outStyle, folder: out }),
    '',
    look.outStyle('bold', TITLES.upload),
    `would send ${files.join(' and ')}`,
    '',
    look.outStyle('bold', TITLES.create),
    jsonDocument(job.body).trimEnd(),
    '',
    ...(job.forecast === undefined ? [] : [look.outStyle('bold', TITLES.train), forecastText(job.forecast, look.outStyle), '']),
    'Nothing was sent, and nothing was kept.\n',
  ].join('\n');
}

function linesOf(step: RunStep, { outStyle: style, width }: Look): string {
  switch (step.name) {
    case 'prepare': {
      const { manifest, issues, out } = step.result;
      return terminalReport(manifest, issues, { width, style, folder: seenFromHere(out) });
    }
    case 'upload':
      return uploadText(step.result, style);
    case 'create':
      return `${step.isNew ? 'created' : 'taken up, as it was created before:'} job ${printable(step.job.id)}`;
    case 'start':
      return `its files are validated, and it was started\n${jobText(step.job)}`;
    case 'train':
      return [...lossCurve(step.job.checkpoints, width), '', jobText(step.job)].join('\n');
    case 'classify':
      return `${step.added} predictions added, ${step.kept} were there: ${printable(seenFromHere(step.path), 200)}`;
    case 'evaluate':
      return `${evaluationText(step.evaluation, style)}\n\nas a page with charts: ${printable(seenFromHere(step.page), 200)}`;
  }
}
