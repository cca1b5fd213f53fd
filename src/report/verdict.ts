import { total } from '../core/account.js';
import type { Issue, Severity } from '../core/issue.js';
import type { Gate } from '../core/report.js';
import { count, counted } from './numbers.js';

/** Severities from the worst. */
export const SEVERITIES: readonly Severity[] = ['error', 'warn', 'info'];

const NAMES: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'note' };

/** The issues, the worst first; those of one severity stay in their order. */
export function worstFirst(issues: readonly Issue[]): readonly Issue[] {
  return SEVERITIES.flatMap((severity) => issues.filter((issue) => issue.severity === severity));
}

/** Whether an issue is one of those that fail the gate. */
export function failsGate(issue: Issue, gate: Gate): boolean {
  return SEVERITIES.indexOf(issue.severity) <= SEVERITIES.indexOf(gate.failOn);
}

/** `passed: 6,642 of 11,514 rows are examples; 2 warnings`: the verdict in one sentence. */
export function verdict(gate: Gate): string {
  const { account, issues } = gate;
  const found = SEVERITIES.map((severity) => {
    const several = issues.filter((issue) => issue.severity === severity).length;
    return several === 0 ? '' : counted(several, NAMES[severity]);
  }).filter((part) => part !== '');
  const rejected = total(account.rejected);
  const parts = [
    `${count(account.written)} of ${counted(account.rowsRead, 'row')} ${account.written === 1 ? 'is an example' : 'are examples'}`,
    ...(rejected === 0 ? [] : [`${counted(rejected, 'row')} rejected`]),
    found.length === 0 ? 'no issues' : found.join(', '),
  ];
  return `${gate.passed ? 'passed' : 'failed'}: ${parts.join('; ')}`;
}
