import { formatOrigin } from '../../core/origin.js';
import type { Issue, Severity } from '../../core/issue.js';
import { REPORT_FORMATS } from '../../core/report-formats.js';
import type { Renderer } from '../renderer.js';
import { verdict, worstFirst } from '../verdict.js';
import { visible } from '../visible.js';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'notice' };
/** Other places named in a message; ten annotations of a kind are shown per step, so an issue takes one. */
const NAMED_PLACES = 5;

/**
 * For GitHub Actions: one workflow command per issue at its first place, which shows as an annotation of that file. The
 * escapes are those of the runner: `%`, CR and LF in messages, `:` and `,` in properties as well.
 */
export const githubRenderer: Renderer = {
  name: 'github',
  purpose: REPORT_FORMATS.github,
  render: (gate) => [...worstFirst(gate.issues).map(commandOf), `labelmill ${verdict(gate)}`, ''].join('\n'),
};

function commandOf(issue: Issue): string {
  const [place, ...others] = issue.places;
  const properties = [
    ...(place === undefined ? [] : [['file', place.source] as const]),
    ...(place === undefined || place.line < 1 ? [] : [['line', String(place.line)] as const]),
    ['title', `labelmill ${issue.code}`] as const,
  ].map(([name, value]) => `${name}=${escapeProperty(visible(value))}`);
  const also = others.slice(0, NAMED_PLACES).map(formatOrigin);
  const where = also.length === 0 ? '' : `\nalso: ${also.map(visible).join(', ')}${others.length > NAMED_PLACES ? ', …' : ''}`;
  const advice = issue.advice === undefined ? '' : `\n${visible(issue.advice)}`;
  return `::${COMMANDS[issue.severity]} ${properties.join(',')}::${escapeData(visible(issue.message) + where + advice)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
