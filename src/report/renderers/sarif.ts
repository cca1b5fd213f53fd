import { jsonDocument } from '../../core/json-document.js';
import type { Issue, Severity } from '../../core/issue.js';
import type { Origin } from '../../core/origin.js';
import { PACKAGE_VERSION } from '../../core/package-version.js';
import { REPORT_FORMATS } from '../../core/report-formats.js';
import type { Renderer } from '../renderer.js';
import { worstFirst } from '../verdict.js';
import { visible } from '../visible.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'note' };

/**
 * For code scanning: SARIF 2.1.0, one result per place of an issue, because viewers show a result at its first place only.
 * Source: OASIS, Static Analysis Results Interchange Format Version 2.1.0.
 */
export const sarifRenderer: Renderer = {
  name: 'sarif',
  purpose: REPORT_FORMATS.sarif,
  render(gate) {
    const issues = worstFirst(gate.issues);
    const codes = [...new Set(issues.map(({ code }) => code))];
    return jsonDocument({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'labelmill', version: PACKAGE_VERSION, rules: codes.map((code) => ruleOf(code, issues)) } },
          columnKind: 'utf16CodeUnits',
          results: issues.flatMap((issue) => resultsOf(issue, codes.indexOf(issue.code))),
        },
      ],
    });
  },
};

function ruleOf(code: string, issues: readonly Issue[]): object {
  const advice = issues.find((issue) => issue.code === code && issue.advice !== undefined)?.advice;
  return {
    id: code,
    shortDescription: { text: code.replaceAll('-', ' ') },
    ...(advice === undefined ? {} : { help: { text: visible(advice) } }),
  };
}

function resultsOf(issue: Issue, ruleIndex: number): readonly object[] {
  const result = {
    ruleId: issue.code,
    ruleIndex,
    level: LEVELS[issue.severity],
    message: { text: visible(issue.message) },
    properties: { count: issue.count },
  };
  if (issue.places.length === 0) return [result];
  return issue.places.map((place) => ({ ...result, locations: [locationOf(place)] }));
}

/** Rows of a file have a line; those of standard input and of sources in memory have a name only. */
function locationOf({ source, line, row }: Origin): object {
  if (line < 1 || source === '-')
    return { logicalLocations: [{ name: visible(source), fullyQualifiedName: visible(`${source}#${row}`) }] };
  return { physicalLocation: { artifactLocation: { uri: uriOf(source) }, region: { startLine: line } } };
}

/** A relative path stays relative, to the root of the repository; an absolute one becomes a file address. */
function uriOf(path: string): string {
  if (/^(?:https?|hf):\/\//.test(path)) return encodeURI(path.toWellFormed());
  const encoded = path.toWellFormed().replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
