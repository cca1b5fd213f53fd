import type { Issue, Severity } from '../core/issue.js';
import { formatOrigin } from '../core/origin.js';
import { printable } from '../core/printable.js';
import type { CheckResult } from '../index.js';
import { count, counted, type Look, type Style } from '../report/report.js';

/** Places shown of each issue, and characters of a message. */
const SHOWN_PLACES = 3;
const MARKS: Readonly<Record<Severity, readonly [mark: string, look: Look]>> = {
  error: ['✗', 'red'],
  warn: ['!', 'yellow'],
  info: ['·', 'dim'],
};

/** What a check found, for a terminal: the worst first, with places and what to do, and last the sum. */
export function checkText(result: CheckResult, { outStyle: style }: { readonly outStyle: Style }): string {
  const { issues, found, rows, examples, rejected, filtered } = result;
  const rejects = Object.values(rejected).reduce((sum, each) => sum + each, 0);
  const read = [
    `${counted(rows, 'row')} read`,
    counted(examples, 'example'),
    counted(rejects, 'reject'),
    ...(filtered === 0 ? [] : [`${count(filtered)} left out by the filter`]),
  ].join(', ');
  const sum = [counted(found.error, 'error'), counted(found.warn, 'warning'), counted(found.info, 'note')].join(', ');
  const [first] = issues;
  const hint = first === undefined ? [] : [style('dim', `what a code means: labelmill explain ${first.code}`)];
  const mark = found.error > 0 ? style('red', '✗') : style('green', '✓');
  return [...issues.flatMap((issue) => [...issueLines(issue, style), '']), `${mark} ${read}: ${sum}`, ...hint, ''].join('\n');
}

function issueLines(
  { code, severity, message, places, excerpts = [], advice, count: total }: Issue,
  style: Style,
): readonly string[] {
  const [mark, look] = MARKS[severity];
  const shown = places.slice(0, SHOWN_PLACES).map((place, at) => {
    const excerpt = excerpts[at];
    const where = printable(formatOrigin(place), 100);
    return `  ${where}${excerpt === undefined ? '' : style('dim', `  ${printable(excerpt)}`)}`;
  });
  const more = places.length > SHOWN_PLACES ? [style('dim', `  … and more (${count(total)})`)] : [];
  const todo = advice === undefined ? [] : [`  → ${printable(advice, Infinity)}`];
  return [`${style(look, mark)} ${style('bold', code)}: ${printable(message, Infinity)}`, ...shown, ...more, ...todo];
}
