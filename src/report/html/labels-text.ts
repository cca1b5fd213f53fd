import type { ReportLabel } from '../../core/report.js';
import { html, type Html } from './html.js';

/** The labels of an example: `intent: alarm_set`, without the target where there is only one. */
export function labelsText(labels: readonly ReportLabel[]): Html {
  return html`${labels.map(
    ({ target, classes }, at) =>
      html`${at > 0 ? '; ' : ''}${labels.length > 1 ? html`<span class="quiet"><bdi>${target}</bdi>:</span> ` : undefined}${classes.map(
        (held, place) => html`${place > 0 ? ', ' : ''}<bdi class="label">${held}</bdi>`,
      )}`,
  )}`;
}
