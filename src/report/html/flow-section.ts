import { scaleLinear } from 'd3-scale';
import type { Account } from '../../core/account.js';
import { REJECT_CODES, type RejectCode } from '../../core/reject.js';
import type { Report } from '../../core/report.js';
import { count, percent } from '../numbers.js';
import { bar, type Fill } from './bar.js';
import { html, type Content, type Html } from './html.js';
import type { Section } from './section.js';

interface Step {
  readonly name: Content;
  readonly rows: number;
  /** Where its bar starts, in rows. */
  readonly from: number;
  readonly fill: Fill;
  /** A total, or a part of one. */
  readonly kind: 'total' | 'part';
}

/** From the rows read to the examples written: each bar hangs where the one above it ends, so that the account is seen to add up. */
export function flowSection({ account, files }: Report): Section {
  const scale = scaleLinear([0, Math.max(1, account.rowsRead)], [0, 1]);
  const share = (rows: number): string => percent(rows / Math.max(1, account.rowsRead));
  const row = ({ name, rows, from, fill, kind }: Step): Html =>
    html`<tr class="${kind}">
      <th scope="row">${name}</th>
      <td class="number">${fill === 'gone' ? '−' : ''}${count(rows)}</td>
      <td class="number share">${share(rows)}</td>
      <td class="draw">${bar({ from: scale(from), to: scale(from + rows), fill })}</td>
    </tr>`;
  const content = html`<table class="flow">
    <thead>
      <tr>
        <th scope="col">step</th>
        <th scope="col" class="number">rows</th>
        <th scope="col" class="number share">of all</th>
        <td class="draw"></td>
      </tr>
    </thead>
    <tbody>
      ${stepsOf(account, files).map(row)}
    </tbody>
  </table>`;
  return { id: 'flow', title: 'From rows to examples', content };
}

function stepsOf(account: Account, files: Report['files']): readonly Step[] {
  const { rowsRead, written, rejected, leftOut, merged = 0 } = account;
  const steps: Step[] = [{ name: 'rows read', rows: rowsRead, from: 0, fill: 'kept', kind: 'total' }];
  let left = rowsRead;
  const take = (name: Content, rows: number): void => {
    left -= rows;
    steps.push({ name, rows, from: left, fill: 'gone', kind: 'part' });
  };
  for (const [code, rows] of descending(rejected)) take(reason('rejected', code), rows);
  for (const [code, rows] of descending(leftOut)) take(reason('left out', code), rows);
  if (merged > 0) take('merged: rows that are part of an example counted above', merged);
  steps.push({ name: 'examples written', rows: written, from: 0, fill: 'kept', kind: 'total' });
  let from = 0;
  for (const { name, split, lines } of files) {
    if (split === undefined) continue;
    steps.push({ name: html`<code>${name}</code>`, rows: lines, from, fill: 'kept', kind: 'part' });
    from += lines;
  }
  return steps;
}

function reason(what: string, code: string): Html {
  const means = isRejectCode(code) ? REJECT_CODES[code] : '';
  return html`${what}: <code>${code}</code> <span class="quiet">${means}</span>`;
}

function isRejectCode(code: string): code is RejectCode {
  return Object.hasOwn(REJECT_CODES, code);
}

function descending(counts: Account['rejected']): readonly (readonly [code: string, rows: number])[] {
  return Object.entries(counts).sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1));
}
