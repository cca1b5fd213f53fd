import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';

export type Syntax = 'json' | 'yaml';

/** Syntax a file name stands for; undefined for any but .json, .yaml and .yml. */
export function syntaxOf(path: string): Syntax | undefined {
  const extension = extname(path).toLowerCase();
  if (extension === '.json') return 'json';
  return extension === '.yaml' || extension === '.yml' ? 'yaml' : undefined;
}

/** @throws LabelmillError CONFIG_UNREADABLE */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const message = `cannot read ${path}: ${reasonOf(error)}; name a file that is there and may be read`;
    throw new LabelmillError('CONFIG_UNREADABLE', message, { path, reason: reasonOf(error) }, error);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new LabelmillError('CONFIG_UNREADABLE', `cannot read ${path}: it is not UTF-8; save it as UTF-8`, { path }, error);
  }
}
