import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';

/** Names a config file has. */
const NAMES = ['labelmill.config.json', 'labelmill.config.yaml', 'labelmill.config.yml'] as const;

/**
 * Looks for the config file of a folder; folders above are not searched.
 * @returns its path, `directory` first; undefined where there is none, or no such folder
 * @throws LabelmillError CONFIG_INVALID where there are several, CONFIG_UNREADABLE where the folder can't be listed
 */
export async function findConfigFile(directory: string): Promise<string | undefined> {
  const present = new Set(await list(directory));
  const [found, second] = NAMES.filter((name) => present.has(name));
  if (found === undefined) return undefined;
  if (second !== undefined) {
    const message = `${directory} holds both ${found} and ${second}; remove one, or name the one to use`;
    throw new LabelmillError('CONFIG_INVALID', message, { directory, files: [found, second] });
  }
  return join(directory, found);
}

async function list(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return [];
    throw new LabelmillError('CONFIG_UNREADABLE', `cannot list ${directory}: ${reason}`, { directory, reason }, error);
  }
}
