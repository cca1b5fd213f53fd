import type { Evaluation, TargetEvaluation } from '../../../core/evaluation.js';
import { count, counted, percent, thousandths } from '../../numbers.js';
import { html, type Html } from '../html.js';
import type { Judged } from './judged.js';

/** How good it is in one sentence, what was judged, and the figures that are asked for first. */
export function header({ examples, targets, compared }: Evaluation, judged: Judged): Html {
  const [only, ...others] = targets;
  const isOne = only !== undefined && others.length === 0;
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ['judged', judged.examples],
    ['predictions', judged.predictions],
    ['model', judged.model],
    ['other model', judged.compared],
  ];
  const figures = isOne
    ? figuresOf(only)
    : ([
        ['examples', count(examples)],
        ['targets', count(targets.length)],
        ['classes', count(targets.reduce((sum, { classes }) => sum + classes.length, 0))],
      ] as const);
  return html`<header>
    <p class="kicker">
      labelmill evaluation${compared === undefined ? '' : ' of two models'} ·
      ${targets.map(({ target }, at) => html`${at > 0 ? ', ' : ''}<bdi>${target}</bdi>`)}
    </p>
    <h1>${isOne ? sentenceOf(only) : `${counted(targets.length, 'target')} judged on ${counted(examples, 'example')}`}</h1>
    <dl class="figures">
      ${figures.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <dl class="facts">
      ${facts.map(([name, value]) =>
        value === undefined
          ? undefined
          : html`<div>
              <dt>${name}</dt>
              <dd><bdi>${value}</bdi></dd>
            </div>`,
      )}
    </dl>
  </header>`;
}

function sentenceOf({ kind, accuracy, examples }: TargetEvaluation): string {
  const right = kind === 'single' ? 'right' : 'exactly right';
  return `${percent(accuracy)} of ${counted(examples, 'example')} ${examples === 1 ? 'is' : 'are'} ${right}`;
}

function figuresOf({
  examples,
  classes,
  macro,
  weighted,
  calibration,
}: TargetEvaluation): readonly (readonly [string, string])[] {
  return [
    ['examples', count(examples)],
    ['classes', count(classes.length)],
    ['macro F1', thousandths(macro.f1)],
    ['weighted F1', thousandths(weighted.f1)],
    ...(calibration === undefined ? [] : [['calibration error', thousandths(calibration.error)] as const]),
  ];
}
