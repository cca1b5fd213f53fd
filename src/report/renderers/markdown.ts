import { formatOrigin } from '../../core/origin.js';
import type { Issue, Severity } from '../../core/issue.js';
import { REPORT_FORMATS } from '../../core/report-formats.js';
import type { Renderer } from '../renderer.js';
import { accountLine } from '../terminal.js';
import { verdict, worstFirst } from '../verdict.js';
import { visible } from '../visible.js';

const MARKS: Readonly<Record<Severity, string>> = { error: '❌ error', warn: '⚠️ warning', info: 'ℹ️ note' };
const SHOWN_PLACES = 5;

/** For a job's summary or a comment on a pull request: a table in GitHub's Markdown. */
export const markdownRenderer: Renderer = {
  name: 'markdown',
  purpose: REPORT_FORMATS.markdown,
  render(gate) {
    const issues = worstFirst(gate.issues);
    const header = ['| severity | code | what | where | what to do |', '| --- | --- | --- | --- | --- |'];
    const table = issues.length === 0 ? [] : [...header, ...issues.map(rowOf), ''];
    return [`## labelmill ${verdict(gate)}`, '', ...table, escapeMarkdown(accountLine(gate.account, 'examples')), ''].join('\n');
  },
};

function rowOf({ severity, code, message, places, advice }: Issue): string {
  const shown = places.slice(0, SHOWN_PLACES).map((place) => escapeMarkdown(formatOrigin(place)));
  const where = [...shown, ...(places.length > SHOWN_PLACES ? ['…'] : [])].join('<br>');
  return `| ${MARKS[severity]} | \`${code}\` | ${escapeMarkdown(message)} | ${where} | ${escapeMarkdown(advice ?? '')} |`;
}

/** Text that stays text in a table of GitHub's Markdown: no emphasis, code, link, address, mention, formula, HTML or cell border. */
function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&:@$]/g, '\\$&')
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}\\.`);
}
