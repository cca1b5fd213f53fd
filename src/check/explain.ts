import { ERROR_CODES, EXIT } from '../core/errors.js';
import { REJECT_CODES } from '../core/reject.js';
import { CATALOGUE } from './catalogue.js';
import type { Check } from './definition.js';

/** Codes that can be explained, with a few words each: of checks, of a run, of rejects, of errors. */
export function explainable(): readonly (readonly [code: string, title: string])[] {
  return [
    ...CATALOGUE.map(({ code, title }) => [code, title] as const),
    ...OF_A_RUN.map(({ code, title }) => [code, title] as const),
    // some of what prepare sets aside has the code of a check, whose page says more
    ...Object.entries(REJECT_CODES).filter(([code]) => findCheck(code) === undefined),
    ...Object.entries(ERROR_CODES).map(
      ([code, exit]) => [code, `an error: exit code ${exit}, ${EXITS.get(exit) ?? ''}`] as const,
    ),
  ];
}

/** The page of a code: of a check, a reject or an error; undefined for no known code. */
export function explain(code: string): string | undefined {
  const check = findCheck(code);
  if (check !== undefined) return pageOf(check);
  const ofRun = OF_A_RUN.find((each) => each.code === code);
  if (ofRun !== undefined) return `${code}: ${ofRun.title}\n\n${ofRun.explains}\n`;
  const title = new Map(explainable()).get(code);
  if (title === undefined) return undefined;
  if (Object.hasOwn(ERROR_CODES, code))
    return `${code}: ${title}\n\nThe message of the error says what happened, where, and what to do next.\n`;
  return `${code}: ${title}\n\nThe row or example was set aside with this reason. Rejects are counted in the account, and as many are let through as --max-rejects allows; --rejects FILE writes each of them with its place, a message and the row as it stood.\n`;
}

/** What only a run of prepare can tell, and no check. */
const OF_A_RUN = [
  {
    code: 'maximum-exceeded',
    title: 'a class keeps more examples than its maximum',
    explains: `Where examples carry several classes, what is left out because of one class is lost to the others as well. A class is not pushed below its minimum by the maximum of another: the minimum wins, and this names the class that keeps more than its maximum, and by how many.

Raise the maximum of the class, lower the minimum of those that occur with it, or collect examples in which they occur apart.`,
  },
] as const;

function findCheck(code: string): Check | undefined {
  return CATALOGUE.find((check) => check.code === code);
}

function pageOf({ code, title, explains, severity, threshold }: Check): string {
  const { max = 0, maxShare, limit } = threshold;
  const lines = [
    `"severity": "${severity}" (or "off", "info", "warn", "error")`,
    `"max": ${max} (findings let through)`,
    `"maxShare": ${maxShare ?? 0} (share of them let through, from 0 to 1)`,
    ...(limit === undefined ? [] : [`"limit": ${limit.value} (${limit.means})`]),
  ];
  const example =
    limit === undefined ? `{ "${code}": "off" }` : `{ "${code}": { "severity": "error", "limit": ${limit.value} } }`;
  return [
    `${code}: ${title}`,
    explains,
    `In the config, under "checks", with the defaults:\n${lines.map((line) => `  ${line}`).join('\n')}\nfor instance "checks": ${example}`,
    '',
  ]
    .join('\n\n')
    .replace(/\n\n$/, '\n');
}

const EXITS: ReadonlyMap<number, string> = new Map<number, string>([
  [EXIT.dataFailed, 'the data failed'],
  [EXIT.usage, "the command can't run as given"],
  [EXIT.io, 'input or output failed'],
  [EXIT.busy, 'the output is busy or not ours'],
  [EXIT.unreachable, "a service can't be reached"],
  [EXIT.refused, 'a service refuses'],
  [EXIT.bug, 'a bug of ours'],
  [EXIT.interrupted, 'the run was stopped'],
]);
