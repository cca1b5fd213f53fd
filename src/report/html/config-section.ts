import type { Report } from '../../core/report.js';
import { html } from './html.js';
import type { Section } from './section.js';

/** The config with its defaults, one key per line. */
export function configSection({ config, seed }: Report): Section {
  const lines = JSON.stringify(config, undefined, 2).split('\n');
  const content = html`<details>
    <summary>The config with its defaults; seed ${seed}</summary>
    <pre>${lines.map((line) => html`<span>${nonBreaking(line)}</span>`)}</pre>
  </details>`;
  return { id: 'config', title: 'Config', content };
}

/** Spaces at the start of a line would go with those of the page's own source. */
function nonBreaking(line: string): string {
  return line.replace(/^ +/, (spaces) => '\u00a0'.repeat(spaces.length));
}
