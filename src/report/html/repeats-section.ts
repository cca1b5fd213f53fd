import { formatOrigin } from '../../core/origin.js';
import type { RepeatedInput, Report } from '../../core/report.js';
import { count, counted } from '../numbers.js';
import { html, type Html } from './html.js';
import { labelsText } from './labels-text.js';
import type { Section } from './section.js';

/** Inputs of a kind shown at once; more of them fold away. */
const SHOWN = 8;

/** Inputs that occur more than once: with different labels first, as only one of those can be right. */
export function repeatsSection({ contradictions = [], duplicates = [] }: Report): Section | undefined {
  if (contradictions.length + duplicates.length === 0) return undefined;
  const content = html`${part('Same text, different labels', contradictions)} ${part('Same text, same labels', duplicates)}`;
  return { id: 'repeats', title: 'Contradictions and duplicates', content };
}

function part(title: string, inputs: readonly RepeatedInput[]): Html | undefined {
  if (inputs.length === 0) return undefined;
  const more = inputs.slice(SHOWN);
  return html`<h3>${title}</h3>
    ${table(inputs.slice(0, SHOWN))}
    ${
      more.length === 0
        ? undefined
        : html`<details>
            <summary>${counted(more.length, 'more text')}</summary>
            ${table(more)}
          </details>`
    }`;
}

function table(inputs: readonly RepeatedInput[]): Html {
  return html` <table class="plain repeats">
    <thead>
      <tr>
        <th scope="col">text</th>
        <th scope="col" class="number">times</th>
        <th scope="col">where and as what</th>
      </tr>
    </thead>
    <tbody>
      ${inputs.map(
        ({ text, count: times, copies }) =>
          html`<tr>
            <td><bdi class="data">${text}</bdi></td>
            <td class="number">${count(times)}</td>
            <td>
              <ul class="places">
                ${copies.map(({ origin, labels }) => html`<li>${labelsText(labels)} <code>${formatOrigin(origin)}</code></li>`)}
                ${times > copies.length ? html`<li>…</li>` : undefined}
              </ul>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
