import { visible } from '../visible.js';

/** A piece of HTML. Only `html` makes one, so whatever else gets into a page is text. */
export interface Html {
  readonly html: string;
}

/** What may stand in a piece of HTML: pieces as they are, all else as text. */
export type Content = string | number | Html | undefined | readonly Content[];

/** A template whose values are escaped, in elements and in quoted attributes; what can't be seen becomes a visible escape. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { html: strings.reduce((text, part, at) => text + render(values[at - 1]) + part) };
}

/** Text that this program wrote itself and that must stay as it is: the style and the script. */
export function verbatim(text: string): Html {
  return { html: text };
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escapeText(content);
  return 'html' in content ? content.html : content.map(render).join('');
}

function escapeText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
