/**
 * Sorting of the charts: each head becomes a button, which a keyboard reaches as well. Without it the page is whole, sorted as it was
 * drawn. It only moves rows about; data is never made into HTML.
 */
export const SCRIPT = `
'use strict';
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0];
  const gap = body.querySelector('tr.gap');
  const rows = [...body.rows].filter((row) => row !== gap);
  const edge = Number(table.dataset.edge) || rows.length;
  const heads = [...table.tHead.rows[0].cells];
  const numberIn = (row, at) => Number(row.cells[at].dataset.value);
  const textIn = (row, at) => row.cells[at].textContent.trim();
  const sort = (head) => {
    const at = head.cellIndex;
    const isNumber = head.dataset.kind === 'number';
    const before = head.getAttribute('aria-sort');
    const isDown = before === null ? isNumber : before === 'ascending';
    const compare = isNumber
      ? (a, b) => numberIn(a, at) - numberIn(b, at)
      : (a, b) => (textIn(a, at) < textIn(b, at) ? -1 : 1);
    const sorted = [...rows].sort((a, b) => (isDown ? compare(b, a) : compare(a, b)));
    sorted.forEach((row, place) => {
      row.classList.toggle('middle', place >= edge && place < sorted.length - edge);
      if (gap !== null && place === edge) body.append(gap);
      body.append(row);
    });
    for (const other of heads) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
  };
  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sort(head));
  }
}
`;
