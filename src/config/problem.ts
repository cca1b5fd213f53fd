import { LabelmillError, type ErrorCode, type ErrorFacts } from '../core/errors.js';
import { printable } from '../core/printable.js';

/** Something wrong in the options: where, and what as a predicate (`must be at least 0, but is -1`). */
export interface Problem {
  /** Keys and list positions from the root to the value. */
  readonly path: readonly string[];
  /** What is wrong: the key at the end of the path, or its value. */
  readonly at: 'key' | 'value';
  readonly message: string;
}

/** Place of a key or value in a config file, both from 1. */
export interface Place {
  readonly line: number;
  /** In UTF-16 units. */
  readonly column: number;
}

/** Where problems were found: a file that knows the place of every value, or options given by a program. */
export interface ProblemSource {
  readonly path: string;
  readonly placeOf: (problem: Problem) => Place;
}

/** Problems an error names at most. */
const NAMED_MAX = 20;

/**
 * One error for all problems, a line each, in the order of the file: `labelmill.config.yaml:3:14: balance.min must be …`.
 * The code is BALANCE_INVALID or RATIOS_INVALID where all problems are about these, else CONFIG_INVALID.
 * @param problems at least one
 * @param source   the file they were found in, where there is one
 */
export function problemsError(problems: readonly Problem[], source?: ProblemSource): LabelmillError {
  const ordered = source === undefined ? problems : problems.toSorted((a, b) => byPlace(source.placeOf(a), source.placeOf(b)));
  const lines = ordered.slice(0, NAMED_MAX).map((problem) => describe(problem, source));
  const rest = ordered.length - lines.length;
  const message = [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
  return new LabelmillError(codeOf(problems), message, { problems: lines, ...factsOf(ordered, source) });
}

/** A path as people write it: `sources[0].path`, `mapping.labels["my target"]`. */
export function pathName(path: readonly string[]): string {
  if (path.length === 0) return 'the config';
  return path.map((key, at) => segmentName(key, at === 0)).join('');
}

function segmentName(key: string, isFirst: boolean): string {
  if (/^\d+$/.test(key)) return `[${key}]`;
  if (!/^[\w$@-]+$/.test(key)) return `["${printable(key)}"]`;
  return isFirst ? key : `.${key}`;
}

function byPlace(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

function describe(problem: Problem, source: ProblemSource | undefined): string {
  const what = `${pathName(problem.path)} ${problem.message}`;
  if (source === undefined) return what;
  const { line, column } = source.placeOf(problem);
  return `${source.path}:${line}:${column}: ${what}`;
}

function factsOf([first]: readonly Problem[], source: ProblemSource | undefined): ErrorFacts {
  if (first === undefined || source === undefined) return {};
  return { path: source.path, ...source.placeOf(first) };
}

function codeOf(problems: readonly Problem[]): ErrorCode {
  if (problems.every(({ path, at }) => at === 'value' && path[0] === 'balance')) return 'BALANCE_INVALID';
  if (problems.every(({ path, at }) => at === 'value' && isSize(path))) return 'RATIOS_INVALID';
  return 'CONFIG_INVALID';
}

function isSize(path: readonly string[]): boolean {
  return path[0] === 'split' && (path[1] === 'ratios' || path[1] === 'counts');
}
