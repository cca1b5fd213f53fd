import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { byCodePoint } from '../core/code-point-order.js';

/** Whether a path holds a sign that globs give a meaning to. */
export function isGlob(path: string): boolean {
  return /[*?]|\{[^{}]*,[^{}]*\}/.test(path);
}

/**
 * The files that fit a glob, sorted by code point, each once, written as the glob is. `*` and `?` stand for characters
 * within a name, `**` for any number of folders, `{a,b}` for either. A name that begins with a dot fits only a pattern that does.
 * @param baseDirectory where relative globs start
 */
export async function expandGlob(glob: string, baseDirectory: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const pattern of expandBraces(glob)) {
    const isAbsolute = pattern.startsWith('/');
    const segments = pattern.split('/').filter((segment, place) => segment !== '' || place === 0);
    await match(isAbsolute ? segments.slice(1) : segments, isAbsolute ? '/' : '', { baseDirectory, found });
  }
  return [...found].sort(byCodePoint);
}

interface Search {
  readonly baseDirectory: string;
  readonly found: Set<string>;
}

/** Adds the files below `prefix` that fit the segments that are left. */
async function match(segments: readonly string[], prefix: string, search: Search): Promise<void> {
  const [segment, ...others] = segments;
  if (segment === undefined) return;
  if (segment === '**') {
    await match(others.length === 0 ? ['*'] : others, prefix, search);
    for (const entry of await entriesOf(prefix, search)) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) await match(segments, `${prefix}${entry.name}/`, search);
    }
    return;
  }
  if (!isGlob(segment)) return take(segment, others, prefix, search);
  const pattern = toPattern(segment);
  for (const entry of await entriesOf(prefix, search)) {
    if (pattern.test(entry.name) && (segment.startsWith('.') || !entry.name.startsWith('.'))) {
      await take(entry.name, others, prefix, search);
    }
  }
}

async function take(name: string, others: readonly string[], prefix: string, search: Search): Promise<void> {
  if (others.length > 0) return match(others, `${prefix}${name}/`, search);
  const stats = await stat(resolve(search.baseDirectory, prefix + name)).catch(() => undefined);
  if (stats?.isFile() === true) search.found.add(prefix + name);
}

async function entriesOf(prefix: string, search: Search): Promise<readonly Dirent[]> {
  return readdir(resolve(search.baseDirectory, prefix), { withFileTypes: true }).catch(() => []);
}

function toPattern(segment: string): RegExp {
  const escaped = segment.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 'su');
}

/** `a{b,c}d` → `abd`, `acd`, from the innermost braces outwards. */
function expandBraces(glob: string): readonly string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  if (braces === null) return [glob];
  const before = glob.slice(0, braces.index);
  const after = glob.slice(braces.index + braces[0].length);
  return (braces[1] ?? '').split(',').flatMap((choice) => expandBraces(before + choice + after));
}
