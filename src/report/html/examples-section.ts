import type { Report } from '../../core/report.js';
import { html } from './html.js';
import { labelsText } from './labels-text.js';
import type { Section } from './section.js';

/** The first few lines of each file, so that a person sees what will be trained on. */
export function examplesSection({ examples = [] }: Report): Section | undefined {
  if (examples.length === 0) return undefined;
  const content = html`<table class="plain">
    <thead>
      <tr>
        <th scope="col">split</th>
        <th scope="col">text</th>
        <th scope="col">labels</th>
      </tr>
    </thead>
    <tbody>
      ${examples.map(
        ({ split, text, labels }) =>
          html`<tr>
            <td>${split}</td>
            <td><bdi class="data">${text}</bdi></td>
            <td>${labelsText(labels)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return { id: 'examples', title: 'Some examples', content };
}
