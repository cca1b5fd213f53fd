import type { Manifest, ManifestClass } from '../core/manifest.js';
import { printable } from '../core/printable.js';
import { SPLITS } from '../core/splits.js';
import { count } from './numbers.js';
import type { Style } from './style.js';
import { bar, table } from './table.js';

export interface ClassTableOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
  /** Rows a target may take before its middle is left out. Default 40. */
  readonly maxRows?: number;
}

/** Columns of a terminal: the longest bar, the numbers with the space between them, the shortest name. */
const BAR_WIDTH = 24;
const NUMBERS_WIDTH = 44;
const MIN_NAME_WIDTH = 12;

/**
 * One target's classes as a table: examples read, examples per split, and a bar of the examples kept, the largest first.
 * Of very many classes the largest and the smallest are shown, and how many stand between.
 */
export function classTable(
  manifest: Manifest,
  target: string,
  { width, style, maxRows = 40 }: ClassTableOptions,
): readonly string[] {
  const kept = manifest.classes
    .filter((row) => row.target === target && keptOf(row) > 0)
    .sort((a, b) => keptOf(b) - keptOf(a) || b.read - a.read);
  const largest = kept[0] === undefined ? 1 : keptOf(kept[0]);
  const hidden = kept.length > maxRows ? kept.length - maxRows : 0;
  const top = hidden > 0 ? kept.slice(0, Math.ceil((maxRows * 3) / 4)) : kept;
  const bottom = hidden > 0 ? kept.slice(kept.length - Math.floor(maxRows / 4)) : [];
  const barWidth = Math.max(0, Math.min(BAR_WIDTH, width - NUMBERS_WIDTH - MIN_NAME_WIDTH));
  const nameWidth = Math.max(MIN_NAME_WIDTH, Math.min(40, width - NUMBERS_WIDTH - barWidth));

  const header = [printable(target, nameWidth), 'read', ...SPLITS, 'kept', ''];
  const cells = (row: ManifestClass): string[] => [
    printable(row.class, 200),
    count(row.read),
    ...SPLITS.map((split) => count(row[split])),
    count(keptOf(row)),
    bar(keptOf(row) / largest, barWidth),
  ];
  const between = hidden > 0 ? [[`… ${count(hidden)} more`, '', '', '', '', '', '']] : [];
  const lines = table(
    [header, ...top.map(cells), ...between, ...bottom.map(cells), totals(manifest, kept)],
    [
      { align: 'left', maxWidth: nameWidth },
      ...Array.from({ length: 5 }, () => ({ align: 'right' as const })),
      { align: 'left' },
    ],
  );
  return lines.map((line, at) =>
    at === 0 ? style('bold', line) : at === lines.length - 1 ? style('bold', line) : colourBar(line, style),
  );
}

function keptOf(row: ManifestClass): number {
  return row.train + row.validation + row.test;
}

/** The last row: examples, which are fewer than labels where a target takes lists. */
function totals(manifest: Manifest, kept: readonly ManifestClass[]): string[] {
  const lines = SPLITS.map((split) => manifest.files.find((file) => file.split === split)?.lines ?? 0);
  return [`${count(kept.length)} classes`, '', ...lines.map(count), count(lines.reduce((sum, each) => sum + each, 0)), ''];
}

function colourBar(line: string, style: Style): string {
  return line.replace(/[█▏▎▍▌▋▊▉]+$/u, (blocks) => style('cyan', blocks));
}
