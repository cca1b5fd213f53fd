import stringWidth from 'string-width';
import type { FieldProfile, Inspection } from '../index.js';
import { dialectText } from './dialect-text.js';
import { formatOrigin } from '../core/origin.js';
import { printable } from '../core/printable.js';
import { bar, bytes, count, counted, table, type Style } from '../report/report.js';

export interface InspectionTextOptions {
  readonly width: number;
  readonly style: Style;
  /** How the sources were read, as words of a command line. */
  readonly sourceFlags: readonly string[];
}

/** Columns the examples of a field get on the narrowest terminal. */
const MIN_EXAMPLE_WIDTH = 20;

/** An inspection for a terminal: sources, fields, the classes of the guessed label, and a command to go on with. */
export function inspectionText(inspection: Inspection, { width, style, sourceFlags }: InspectionTextOptions): string {
  const sections = [
    sourceLines(inspection),
    rejectLines(inspection, style),
    fieldLines(inspection, width, style),
    classLines(inspection, style),
    commandLines(inspection, style, sourceFlags),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function sourceLines({ sources }: Inspection): readonly string[] {
  return sources.map((source) => {
    const layout = source.csv === undefined ? source.orient : dialectText(source.csv);
    const dialect = layout === undefined ? '' : ` (${layout})`;
    const blank = source.blankLines === 0 ? '' : `, ${counted(source.blankLines, 'blank line')}`;
    const stored = source.compression === undefined ? '' : ` in ${source.compression}`;
    const encoding = source.encoding === undefined ? '' : `, ${source.encoding}`;
    return `${printable(source.name, 200)}: ${source.format}${dialect}${stored}${encoding}, ${counted(source.rows, 'row')}, ${bytes(source.bytes)}${blank}`;
  });
}

function rejectLines({ rejected, firstRejects }: Inspection, style: Style): readonly string[] {
  const codes = Object.entries(rejected).map(([code, rows]) => `${code} ${count(rows)}`);
  if (codes.length === 0) return [];
  const places = firstRejects.map(
    (reject) => `  ${printable(formatOrigin(reject.origin), 200)}: ${printable(reject.message, 200)}`,
  );
  return [`${style('yellow', '!')} rows that can't be read: ${codes.join(', ')}`, ...places];
}

function fieldLines({ fields, rows: read, filtered = 0 }: Inspection, width: number, style: Style): readonly string[] {
  const rows = read - filtered;
  if (fields.length === 0) return ['no rows, so no fields'];
  const cells = (field: FieldProfile): string[] => [
    printable(field.name, 40),
    field.types.map(({ type }) => type).join(' | '),
    `${(((field.rows - field.empty) / Math.max(1, rows)) * 100).toFixed(0)} %`,
    field.distinct === undefined ? 'many' : count(field.distinct),
    field.examples.map((example) => `"${example}"`).join(' '),
  ];
  const lines: readonly (readonly string[])[] = [['field', 'type', 'filled', 'distinct', 'examples'], ...fields.map(cells)];
  const widest = (column: number): number => Math.max(...lines.map((line) => stringWidth(line[column] ?? '')));
  const left = width - [0, 1, 2, 3].reduce((sum, column) => sum + widest(column) + 2, 0);
  const shown = table(lines, [
    { align: 'left' },
    { align: 'left' },
    { align: 'right' },
    { align: 'right' },
    { align: 'left', maxWidth: Math.max(MIN_EXAMPLE_WIDTH, left) },
  ]);
  return shown.map((line, at) => (at === 0 ? style('bold', line) : line));
}

function classLines({ fields, guess }: Inspection, style: Style): readonly string[] {
  const guessed = Object.values(guess?.labels ?? {})[0]?.field;
  const field = fields.find(({ name }) => name === guessed);
  if (field === undefined || field.top.length === 0) return [];
  const largest = field.top[0]?.count ?? 1;
  const rows = field.top.map(({ value, count: examples }) => [
    printable(value, 40),
    count(examples),
    bar(examples / largest, 24),
  ]);
  const more = (field.distinct ?? 0) - field.top.length;
  return [
    style('bold', `values of ${printable(field.name, 40)}`),
    ...table(rows, [{ align: 'left' }, { align: 'right' }, { align: 'left' }]),
    ...(more > 0 ? [style('dim', `… and ${count(more)} more`)] : []),
  ];
}

function commandLines({ sources, guess, rows }: Inspection, style: Style, sourceFlags: readonly string[]): readonly string[] {
  if (rows === 0) return [];
  if (guess === undefined)
    return [style('yellow', '! no field looks like a text with a label: name them with --text and --label')];
  const flags = [
    ...sourceFlags.map(shell),
    guess.text === undefined ? `--messages ${shell(guess.messages ?? '')}` : `--text ${shell(guess.text)}`,
    ...Object.entries(guess.labels).map(
      ([target, label]) => `${label.kind === 'multi' ? '--list' : '--label'} ${shell(`${target}=${label.field}`)}`,
    ),
    ...(guess.split === undefined ? [] : [`--split-field ${shell(guess.split.field)}`]),
  ];
  const names = sources.length > 3 ? ['…'] : sources.map((source) => shell(source.name));
  return [style('bold', 'to go on, if the guess is right'), `labelmill prepare ${names.join(' ')} ${flags.join(' ')}`];
}

/** Quotes a word for a POSIX shell where it needs it; one with controls for bash and its kin, so that it can be shown. */
function shell(word: string): string {
  if (/^[\w./@=:+-]+$/.test(word)) return word;
  if (printable(word, Infinity) === word) return `'${word.replaceAll("'", `'\\''`)}'`;
  const escaped = word
    .replace(/[\\']/g, '\\$&')
    .replace(/[\u0080-\u009f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`); // \x9b would be a byte
  return `$'${printable(escaped, Infinity)}'`;
}
