import { formatOrigin } from '../../core/origin.js';
import type { Issue, Severity } from '../../core/issue.js';
import type { Report } from '../../core/report.js';
import { counted, percent } from '../numbers.js';
import { worstFirst } from '../verdict.js';
import { html, type Html } from './html.js';
import type { Section } from './section.js';

const NAMES: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'note' };
/** Places shown at once; more of them fold away. */
const SHOWN_PLACES = 4;

/** What was found, the worst first: what, where, what to do. */
export function issuesSection({ issues }: Report): Section {
  const content =
    issues.length === 0
      ? html`<p>Nothing was found.</p>`
      : html`<ol class="issues">
          ${worstFirst(issues).map(issueItem)}
        </ol>`;
  return { id: 'issues', title: 'Issues', content };
}

function issueItem(issue: Issue): Html {
  const { severity, code, message, advice, share } = issue;
  return html`<li class="${severity}">
    <h3>
      <span class="severity">${NAMES[severity]}</span> <code>${code}</code> ${
        share === undefined ? undefined : html`<span class="quiet">${percent(share)} of the examples</span>`
      }
    </h3>
    <p>${message}</p>
    ${places(issue)} ${advice === undefined ? undefined : html`<p class="advice">${advice}</p>`}
  </li>`;
}

function places({ places: origins, excerpts }: Issue): Html | undefined {
  if (origins.length === 0) return undefined;
  const items = origins.map((origin, at) => {
    const excerpt = excerpts?.[at];
    return html`<li>
      <code>${formatOrigin(origin)}</code>${excerpt === undefined ? undefined : html` <bdi class="data">${excerpt}</bdi>`}
    </li>`;
  });
  const more = items.slice(SHOWN_PLACES);
  const look = excerpts === undefined ? 'places row' : 'places';
  return html`<ul class="${look}">
      ${items.slice(0, SHOWN_PLACES)}
    </ul>
    ${
      more.length === 0
        ? undefined
        : html`<details>
            <summary>${counted(more.length, 'more place')}</summary>
            <ul class="${look}">
              ${more}
            </ul>
          </details>`
    }`;
}
