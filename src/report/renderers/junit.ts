import { formatOrigin } from '../../core/origin.js';
import type { Issue } from '../../core/issue.js';
import type { Gate } from '../../core/report.js';
import { REPORT_FORMATS } from '../../core/report-formats.js';
import type { Renderer } from '../renderer.js';
import { accountLine } from '../terminal.js';
import { failsGate, verdict, worstFirst } from '../verdict.js';
import { visible } from '../visible.js';

/**
 * For CI servers: one test case for the verdict and one per issue. Issues that fail the gate are failures; the others pass,
 * with what was found as their output. No times, so that the same data gives the same bytes.
 */
export const junitRenderer: Renderer = {
  name: 'junit',
  purpose: REPORT_FORMATS.junit,
  render(gate) {
    const issues = worstFirst(gate.issues);
    const cases = [verdictCase(gate), ...issues.map((issue) => issueCase(issue, failsGate(issue, gate)))];
    const failures = issues.filter((issue) => failsGate(issue, gate)).length + Number(!gate.passed);
    const counts = `tests="${cases.length}" failures="${failures}" errors="0"`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="labelmill" ${counts}>`,
      `  <testsuite name="labelmill" ${counts} skipped="0">`,
      ...cases,
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n');
  },
};

function verdictCase(gate: Gate): string {
  const account = accountLine(gate.account, 'examples');
  return testCase('verdict', gate.passed ? output(account) : failure('verdict', verdict(gate), account));
}

function issueCase(issue: Issue, fails: boolean): string {
  const { code, message, advice, places, excerpts } = issue;
  const where = places.map((place, at) => {
    const excerpt = excerpts?.[at];
    return excerpt === undefined ? formatOrigin(place) : `${formatOrigin(place)}  ${excerpt}`;
  });
  const details = [...(advice === undefined ? [] : [advice]), ...where].map(visible).join('\n');
  return testCase(code, fails ? failure(code, message, details) : output([visible(message), details].join('\n').trimEnd()));
}

function testCase(name: string, content: string): string {
  return `    <testcase classname="labelmill" name="${escapeXml(name)}">${content}</testcase>`;
}

function failure(type: string, message: string, details: string): string {
  return `<failure type="${escapeXml(type)}" message="${escapeXml(visible(message))}">${escapeXml(details)}</failure>`;
}

function output(text: string): string {
  return `<system-out>${escapeXml(text)}</system-out>`;
}

/** Characters XML 1.0 has no form for are visible escapes by now. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
