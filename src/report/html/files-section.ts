import type { Report } from '../../core/report.js';
import { bytes, count } from '../numbers.js';
import { html, type Content, type Html } from './html.js';
import { plainTable } from './plain-table.js';
import type { Section } from './section.js';

/** What was read and what was written, with digests. */
export function filesSection({ files, sources }: Report): Section | undefined {
  if (files.length + sources.length === 0) return undefined;
  const written = files.map(({ name, lines, bytes: size, xxh64 }) => [
    html`<code>${name}</code>`,
    count(lines),
    bytes(size),
    digest(xxh64),
  ]);
  const read = sources.map(({ name, rows, bytes: size, digest: hash }) => [
    html`<bdi><code>${name}</code></bdi>`,
    count(rows),
    size === undefined ? '' : bytes(size),
    digest(hash),
  ]);
  const content = html`${written.length === 0 ? undefined : table(['written', 'lines', 'size', 'XXH64'], written)}
  ${read.length === 0 ? undefined : table(['read', 'rows', 'size', 'digest'], read)}`;
  return { id: 'files', title: 'Files', content };
}

function table(heads: readonly string[], rows: readonly (readonly Content[])[]): Html {
  const columns = heads.map((name, at) => ({ name, isNumber: at === 1 || at === 2 }));
  return html`<div class="wide">${plainTable(columns, rows)}</div>`;
}

function digest(value: string | undefined): Html | undefined {
  return value === undefined ? undefined : html`<code>${value}</code>`;
}
