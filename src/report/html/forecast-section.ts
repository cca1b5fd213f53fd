import type { Estimate, Report } from '../../core/report.js';
import { count } from '../numbers.js';
import { html } from './html.js';
import type { Section } from './section.js';

/** What a fine-tuning job on these files would take. */
export function forecastSection({ forecast }: Report): Section | undefined {
  if (forecast === undefined) return undefined;
  const { model, dataTokens, trainTokens, epochs, cost, seconds, assumptions } = forecast;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ...(model === undefined ? [] : [['model', model] as const]),
    ['data tokens', interval(dataTokens, count)],
    ['epochs', interval(epochs, (value) => String(Number(value.toPrecision(3))))],
    ['train tokens', count(trainTokens)],
    ...(cost === undefined ? [] : [['cost', `${cost.amount.toFixed(2)} ${cost.currency}`] as const]),
    ...(seconds === undefined ? [] : [['duration', `${minutes(seconds.low)} to ${minutes(seconds.high)} min`] as const]),
  ];
  const content = html`<table class="plain">
      <tbody>
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="number">${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <ul class="quiet">
      ${assumptions.map((assumption) => html`<li>${assumption}</li>`)}
    </ul>`;
  return { id: 'forecast', title: 'Forecast of a training', content };
}

function interval({ low, expected, high }: Estimate, show: (value: number) => string): string {
  return low === high ? show(expected) : `${show(expected)} (${show(low)} to ${show(high)})`;
}

function minutes(seconds: number): string {
  return count(Math.round(seconds / 60));
}
