import { createHash } from 'node:crypto';
import { HATCH } from './bar.js';
import { html, verbatim, type Html } from './html.js';
import { SCRIPT } from './script.js';
import type { Section } from './section.js';
import { STYLE } from './style.js';

/** What a page is made of. */
export interface Document {
  /** Of the window. */
  readonly title: string;
  readonly header: Html;
  readonly sections: readonly Section[];
  readonly footer: Html;
}

/**
 * A page that stands alone: its style and its script are the only ones its content security policy lets run, and it loads
 * nothing.
 */
export function renderDocument({ title, header, sections, footer }: Document): string {
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
        <title>${title}</title>
        ${verbatim(`<style>${style}</style>`)}
      </head>
      <body>
        ${HATCH} ${header}
        <nav aria-label="Contents">
          <ul>
            ${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}
          </ul>
        </nav>
        <main>
          ${sections.map(
            ({ id, title: name, content }) => html`
              <section id="${id}" aria-labelledby="${id}-title">
                <h2 id="${id}-title">${name}</h2>
                ${content}
              </section>
            `,
          )}
        </main>
        ${footer} ${verbatim(`<script>${script}</script>`)}
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
