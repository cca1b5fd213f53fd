import { printable } from '../core/printable.js';
import type { Upload } from '../index.js';
import { bytes, counted, table, type Style } from '../report/report.js';

const STATES = { sent: 'sent', found: 'was there', 'to-send': 'to be sent', done: 'is there' } as const;

/** What was sent, or would be, for people. */
export function uploadText({ destination, files, journal }: Upload, style: Style): string {
  const rows = files.map(({ name, bytes: size, lines, sha256, state, id }) => [
    printable(name),
    counted(lines, 'line'),
    bytes(size),
    sha256.slice(0, 12),
    STATES[state],
    printable(id ?? '', 200),
  ]);
  const isPlan = files.every(({ state }) => state === 'to-send' || state === 'done');
  const sent = files.filter(({ state }) => state === 'sent').length;
  const place = printable(destination, 200);
  const account = isPlan
    ? `${counted(files.length, 'file')} for ${place}; nothing was sent`
    : `${style('green', '✓')} ${place}: ${counted(files.length, 'file')}, ${sent} sent by this run; journal ${printable(journal, 200)}`;
  return [
    ...table(rows, [
      { align: 'left' },
      { align: 'right' },
      { align: 'right' },
      { align: 'left' },
      { align: 'left' },
      { align: 'left' },
    ]),
    account,
  ].join('\n');
}
