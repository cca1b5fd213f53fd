import { createHash } from 'node:crypto';
import type { Report } from '../../core/report.js';
import { certificateSection } from './certificate-section.js';
import { configSection } from './config-section.js';
import { examplesSection } from './examples-section.js';
import { filesSection } from './files-section.js';
import { flowSection } from './flow-section.js';
import { forecastSection } from './forecast-section.js';
import { header } from './header.js';
import { html, verbatim } from './html.js';
import { issuesSection } from './issues-section.js';
import { labelsSection } from './labels-section.js';
import { lengthsSection } from './lengths-section.js';
import { nearDuplicatesSection } from './near-duplicates-section.js';
import { HATCH } from './bar.js';
import { repeatsSection } from './repeats-section.js';
import { runFooter } from './run-footer.js';
import { SCRIPT } from './script.js';
import type { Section } from './section.js';
import { STYLE } from './style.js';

/** What the page shows, in this order; a part of the report that is absent has no section. */
const SECTIONS: readonly ((report: Report) => Section | undefined)[] = [
  issuesSection,
  labelsSection,
  flowSection,
  lengthsSection,
  repeatsSection,
  nearDuplicatesSection,
  certificateSection,
  forecastSection,
  examplesSection,
  filesSection,
  configSection,
];

/** The whole page. */
export function renderPage(report: Report): string {
  const sections = SECTIONS.map((section) => section(report)).filter((section) => section !== undefined);
  const style = tidy(STYLE);
  const script = tidy(SCRIPT);
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${verbatim(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>labelmill: ${report.targets.map(({ name }) => name).join(', ')}</title>
        ${verbatim(`<style>${style}</style>`)}
      </head>
      <body>
        ${HATCH} ${header(report)}
        <nav aria-label="Contents">
          <ul>
            ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <main>
          ${sections.map(
            ({ id, title, content }) => html`
              <section id="${id}" aria-labelledby="${id}-title">
                <h2 id="${id}-title">${title}</h2>
                ${content}
              </section>
            `,
          )}
        </main>
        ${runFooter(report)} ${verbatim(`<script>${script}</script>`)}
      </body>
    </html> `;
  return `${tidy(page.html)}\n`;
}

/** Without indentation and empty lines. Data has no line ends of its own here. */
function tidy(text: string): string {
  return text
    .replace(/^ +/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function hashOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
