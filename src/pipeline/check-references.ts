import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { BaselineFacts } from '../check/check.js';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import { readManifest } from '../write/write.js';

/** Classes that may occur: for all targets, or by target. */
export type KnownClasses = readonly string[] | Readonly<Record<string, readonly string[]>>;

/**
 * An earlier manifest as a baseline.
 * @param path  the manifest, or the folder it is in
 * @param isPrepared  whether it is a prepared folder that is held against it, and not raw data
 * @throws LabelmillError CONFIG_INVALID
 */
export async function readBaseline(path: string, isPrepared: boolean): Promise<BaselineFacts> {
  const isFile = path.endsWith('.json');
  const read = await readManifest(isFile ? dirname(path) : path, ...(isFile ? [basename(path)] : [])).catch((error: unknown) => {
    throw new LabelmillError('CONFIG_INVALID', `cannot read the baseline ${path}: name a manifest of prepare`, { path }, error);
  });
  if ('fault' in read) throw new LabelmillError('CONFIG_INVALID', `the baseline ${path} can't be used: ${read.fault}`, { path });
  const { classes, issues, account } = read.manifest;
  const countOf = (code: string): number => {
    const issue = issues.find((one) => 'code' in one && one.code === code);
    return issue !== undefined && 'count' in issue && typeof issue.count === 'number' ? issue.count : 0;
  };
  return {
    name: 'the baseline',
    examples: isPrepared ? account.written : account.rowsRead,
    classes: classes.map(({ target, class: name, read: before, train, validation, test }) => {
      return { target, name, examples: isPrepared ? train + validation + test : before };
    }),
    contradictions: countOf('contradiction'),
    duplicates: countOf('duplicate'),
  };
}

/**
 * Reads a list of classes: a JSON array, a JSON object of target → array, or one name per line.
 * @throws LabelmillError CONFIG_UNREADABLE, CONFIG_INVALID
 */
export async function readKnownClasses(path: string): Promise<KnownClasses> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const message = `cannot read the list of classes ${path}: ${reasonOf(error)}; name a file that is there`;
    throw new LabelmillError('CONFIG_UNREADABLE', message, { path }, error);
  });
  const content = text.replace(/^\ufeff/, '');
  if (!/^\s*[[{]/.test(content)) return content.split(/\r?\n/).filter((line) => line !== '');
  const value = parse(content, path);
  if (isNames(value)) return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).map(([target, names]: [string, unknown]) => {
      if (!isNames(names)) throw invalid(path, `what it gives for ${quoted(target)} is not a list of names`);
      return [target, names] as const;
    });
    return Object.fromEntries(entries);
  }
  throw invalid(path, 'it is neither a list of names nor an object of target → list');
}

/** @throws LabelmillError CONFIG_INVALID for a target that there is not */
export function classesByTarget(known: KnownClasses, targets: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  if (isNames(known)) return new Map(targets.map((target) => [target, new Set(known)] as const));
  const entries = Object.entries(known);
  const odd = entries.find(([target]) => !targets.includes(target));
  if (odd !== undefined) {
    const message = `the list of classes names the target ${quoted(odd[0])}, which there is not; there are ${targets.join(', ')}`;
    throw new LabelmillError('CONFIG_INVALID', message, { target: odd[0] });
  }
  return new Map(entries.map(([target, names]) => [target, new Set(names)] as const));
}

function parse(content: string, path: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw invalid(path, `it is not valid JSON: ${reasonOf(error)}`);
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function invalid(path: string, what: string): LabelmillError {
  return new LabelmillError('CONFIG_INVALID', `the list of classes ${path} can't be used: ${what}`, { path });
}
