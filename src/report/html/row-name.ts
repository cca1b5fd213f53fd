import { html, type Html } from './html.js';

/** UTF-16 units from which a name may not fit its two lines and is shown whole under the pointer. */
const LONG = 40;

/** The head of a chart's row: the name of a class. */
export function rowName(name: string): Html {
  return html`<th scope="row" class="name">${clippedName(name)}</th>`;
}

/** A name that its place may cut. */
export function clippedName(name: string, long = LONG): Html {
  return html`<bdi class="clipped" ${name.length > long ? html` title="${name}"` : undefined}>${name}</bdi>`;
}
