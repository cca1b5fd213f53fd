import { scaleLinear } from 'd3-scale';
import type { Calibration } from '../../../core/evaluation.js';
import { count, counted, thousandths } from '../../numbers.js';
import { html, type Html } from '../html.js';
import { plainTable } from '../plain-table.js';
import type { JudgedTarget, Part } from './part.js';

/** The drawing, in its own units: a square of 260 with room for its axes. */
const SIDE = 260;
const LEFT = 46;
const TOP = 10;
const BOTTOM = 44;
const WIDTH = LEFT + SIDE + 14;
const HEIGHT = TOP + SIDE + BOTTOM;
const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

/** How far scores can be taken for probabilities: a reliability diagram, and its figures. */
export const calibrationPart: Part = { name: 'calibration', title: 'Calibration', content: calibrationOf };

function calibrationOf({ target: { calibration, kind } }: JudgedTarget): Html | undefined {
  if (calibration === undefined) return undefined;
  const { bins, count: total, error } = calibration;
  const ofWhat = kind === 'single' ? 'the top score of each example' : 'every score of each example';
  return html`<p>
      Expected calibration error ${thousandths(error)}, over ${counted(total, 'score')}: ${ofWhat}. Where scores are
      probabilities, the bars end at the dashed line: of all scores about 0.8, 80 % are right.
    </p>
    <div class="beside">
      <figure class="square">${diagram(calibration)}</figure>
      ${plainTable(
        ['score', 'scores', 'mean score', 'share right'].map((name) => ({ name, isNumber: true })),
        bins.map(({ low, high, count: held, confidence, accuracy }) => [
          `${low.toFixed(2)} to ${high.toFixed(2)}`,
          count(held),
          ...[confidence, accuracy].map(thousandths),
        ]),
      )}
    </div>`;
}

function diagram({ bins, error }: Calibration): Html {
  const x = scaleLinear([0, 1], [LEFT, LEFT + SIDE]);
  const y = scaleLinear([0, 1], [TOP + SIDE, TOP]);
  return html`<svg
    class="histogram"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="Share of right answers by score; the table has the figures. Calibration error ${thousandths(error)}"
  >
    ${TICKS.map(
      (tick) =>
        html`<line class="grid" x1="${LEFT}" x2="${LEFT + SIDE}" y1="${y(tick)}" y2="${y(tick)}" /><text
            x="${LEFT - 6}"
            y="${y(tick) + 4}"
            text-anchor="end"
            >${tick}</text
          ><text x="${x(tick)}" y="${TOP + SIDE + 16}" text-anchor="middle">${tick}</text>`,
    )}
    ${bins.map(
      ({ low, high, accuracy }) =>
        html`<rect
          class="kept"
          x="${round(x(low) + 0.75)}"
          y="${round(y(accuracy))}"
          width="${round(x(high) - x(low) - 1.5)}"
          height="${round(y(0) - y(accuracy))}"
        />`,
    )}
    <line class="ideal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" />
    ${bins.map(({ confidence, accuracy }) => html`<circle class="mean" cx="${round(x(confidence))}" cy="${round(y(accuracy))}" r="3" />`)}
    <text x="${LEFT + SIDE / 2}" y="${HEIGHT - 8}" text-anchor="middle">score</text>
    <text transform="rotate(-90 12 ${TOP + SIDE / 2})" x="12" y="${TOP + SIDE / 2}" text-anchor="middle">share right</text>
  </svg>`;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
