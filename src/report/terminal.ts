import { total, type Account } from '../core/account.js';
import type { Issue } from '../core/issue.js';
import type { Manifest } from '../core/manifest.js';
import { printable } from '../core/printable.js';
import { classTable } from './class-table.js';
import { issueLines } from './issue-lines.js';
import { bytes, count, counted } from './numbers.js';
import { placesInFolder } from './places-in-folder.js';
import type { Style } from './style.js';
import { table } from './table.js';

export interface TerminalOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
  /** Folder of the files as it is shown before their names. */
  readonly folder?: string;
}

/** Classes below the minimum that are named. */
const SHOWN_RARE = 5;

/** The report of a finished run for a terminal: classes per split, what to know, the files, and last the account. */
export function terminalReport(manifest: Manifest, issues: readonly Issue[], options: TerminalOptions): string {
  const { style, folder } = options;
  const seen = folder === undefined ? issues : placesInFolder(issues, folder, manifest);
  const sections = [
    ...manifest.targets.map((target) => [
      ...classTable(manifest, target.name, options),
      ...rareLine(manifest, target.name, style),
    ]),
    seen.flatMap((issue) => issueLines(issue, style)),
    fileLines(manifest, options),
    [accountLine(manifest.account), ...gateLine(issues, options)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/**
 * `11,514 rows read = 6,642 written + 0 rejected + 4,872 left out (…)`: the account in one line.
 * @param became what the good rows became; a gate, which may have written nothing, says examples
 */
export function accountLine(account: Account, became: 'written' | 'examples' = 'written'): string {
  const { rowsRead, written, rejected, leftOut, merged } = account;
  const named = (counts: Account['rejected']): string => {
    const parts = Object.entries(counts).map(([code, examples]) => `${code} ${count(examples)}`);
    return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  };
  const joined = merged === undefined ? '' : ` + ${count(merged)} merged into others`;
  return `${count(rowsRead)} rows read = ${count(written)} ${became} + ${count(total(rejected))} rejected${named(rejected)} + ${count(total(leftOut))} left out${named(leftOut)}${joined}`;
}

/** Where a check found an error: what became of the run does not change, but somebody should stop here. */
function gateLine(issues: readonly Issue[], { style, folder = 'out' }: TerminalOptions): readonly string[] {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return [];
  return [
    style('red', `${counted(errors, 'check')} found an error: the gate \`labelmill check ${printable(folder, 200)}\` fails`),
  ];
}

function rareLine(manifest: Manifest, target: string, style: Style): readonly string[] {
  const gone = manifest.classes
    .filter((row) => row.target === target && row.read > 0 && row.train + row.validation + row.test === 0)
    .sort((a, b) => b.read - a.read);
  if (gone.length === 0) return [];
  const named = gone.slice(0, SHOWN_RARE).map((row) => `${printable(row.class, 40)} ${count(row.read)}`);
  const more = gone.length > SHOWN_RARE ? ', …' : '';
  return [style('dim', `${counted(gone.length, 'class', 'classes')} left out: ${named.join(', ')}${more}`)];
}

function fileLines(manifest: Manifest, { style, folder }: TerminalOptions): readonly string[] {
  const place = folder === undefined ? '' : `${printable(folder, 200).replace(/\/$/, '')}/`;
  const rows = manifest.files.map((file) => [
    place + file.name,
    counted(file.lines, 'line'),
    bytes(file.bytes),
    style('dim', file.xxh64),
  ]);
  return table(
    [...rows, ...['manifest.json', 'report.html'].map((name) => [place + name, '', '', ''])],
    [{ align: 'left' }, { align: 'right' }, { align: 'right' }, { align: 'left' }],
  );
}
