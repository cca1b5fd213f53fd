import { html, type Content, type Html } from './html.js';

export interface PlainColumn {
  readonly name: Content;
  readonly isNumber?: boolean;
}

/** A table without charts. The first cell of each row is its head. */
export function plainTable(columns: readonly PlainColumn[], rows: readonly (readonly Content[])[]): Html {
  const kinds = columns.map(({ isNumber }) => (isNumber === true ? 'number' : ''));
  return html`<table class="plain">
    <thead>
      <tr>
        ${columns.map(({ name }, at) => html`<th scope="col" class="${kinds[at]}">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([head, ...cells]) =>
          html`<tr>
            <th scope="row" class="${kinds[0]}">${head}</th>
            ${cells.map((cell, at) => html`<td class="${kinds[at + 1]}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
