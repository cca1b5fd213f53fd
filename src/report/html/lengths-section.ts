import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { LengthBin, Report, TextLengths } from '../../core/report.js';
import { SPLITS } from '../../core/splits.js';
import { count } from '../numbers.js';
import { html, type Html } from './html.js';
import type { Section } from './section.js';

/** The drawing, in its own units. */
const WIDTH = 460;
const HEIGHT = 210;
const LEFT = 46;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 40;

/** How long the texts are: a histogram of all, and the figures of each split. */
export function lengthsSection({ lengths }: Report): Section | undefined {
  if (lengths === undefined) return undefined;
  const measured = lengths.splits.reduce((sum, split) => sum + split.measured, 0);
  const content = html`<div class="beside">
      <figure>${histogram(lengths)}</figure>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">characters</th>
            <th scope="col" class="number">shortest</th>
            <th scope="col" class="number">median</th>
            <th scope="col" class="number">95 %</th>
            <th scope="col" class="number">longest</th>
          </tr>
        </thead>
        <tbody>
          ${lengths.splits.map(
            (split) =>
              html`<tr>
                <th scope="row">${split.split}</th>
                ${[split.min, split.median, split.p95, split.max].map((value) => html`<td class="number">${count(value)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      lengths.isComplete
        ? undefined
        : html`<p class="quiet">Measured on ${count(measured)} examples, the first of each file, and scaled to all.</p>`
    }`;
  return { id: 'lengths', title: 'Text lengths', content };
}

function histogram({ bins, splits }: TextLengths): Html {
  const weights = SPLITS.map((name) => {
    const split = splits.find((each) => each.split === name);
    return split === undefined ? 0 : split.examples / split.measured;
  });
  const examplesIn = (bin: LengthBin): number =>
    Math.round(SPLITS.reduce((sum, split, at) => sum + bin[split] * (weights[at] ?? 0), 0));
  const last = bins.at(-1);
  const width = (bins[0]?.to ?? 1) - (bins[0]?.from ?? 0);
  const isOpen = bins.length > 1 && last !== undefined && last.to - last.from > width;
  const start = bins[0]?.from ?? 0;
  const end = bins.length > 1 ? (last?.from ?? start) + width : (last?.to ?? start + 1);
  const x = scaleLinear([start, end], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([0, Math.max(1, max(bins, examplesIn) ?? 1)], [HEIGHT - BOTTOM, TOP]).nice(4);
  const told = bins.map((bin) => `${count(bin.from)} to ${count(bin.to - 1)}: ${count(examplesIn(bin))}`).join('; ');
  const whole = (tick: number): boolean => Number.isInteger(tick);
  return html`<svg
    class="histogram"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="Examples by length of text in characters. ${told}"
  >
    ${y
      .ticks(4)
      .filter(whole)
      .map(
        (tick) =>
          html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick)}" y2="${y(tick)}" /><text
              x="${LEFT - 6}"
              y="${y(tick) + 4}"
              text-anchor="end"
              >${count(tick)}</text
            >`,
      )}
    ${bins.map((bin) => {
      const [left, right] = [x(bin.from), x(Math.min(bin.to, end))];
      const height = y(0) - y(examplesIn(bin));
      return html`<rect
        class="${isOpen && bin === last ? 'gone' : 'kept'}"
        x="${round(left + 0.5)}"
        y="${round(y(0) - height)}"
        width="${round(Math.max(0.5, right - left - 1))}"
        height="${round(height)}"
      />`;
    })}
    ${x
      .ticks(6)
      .filter(whole)
      .map((tick) => html`<text x="${round(x(tick))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${count(tick)}</text>`)}
    <text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">
      characters${isOpen ? `; hatched: ${count(last.from)} and more` : ''}
    </text>
  </svg>`;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
