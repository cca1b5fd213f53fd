import { REPORT_FORMATS } from '../../core/report-formats.js';
import type { Renderer } from '../renderer.js';
import { issueLines } from '../issue-lines.js';
import { accountLine } from '../terminal.js';
import { verdict, worstFirst } from '../verdict.js';

/** For people at a terminal: the worst first, where, and what to do; the account and the verdict last. */
export const textRenderer: Renderer = {
  name: 'text',
  purpose: REPORT_FORMATS.text,
  render(gate, { style }) {
    const issues = worstFirst(gate.issues).map((issue) => issueLines(issue, style).join('\n'));
    const last = `${accountLine(gate.account, 'examples')}\n${style(gate.passed ? 'green' : 'red', verdict(gate))}`;
    return `${[...issues, last].join('\n\n')}\n`;
  },
};
