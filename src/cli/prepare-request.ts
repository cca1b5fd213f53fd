import { basename } from 'node:path';
import type { PrepareOptions } from '../index.js';
import { flagsToOptions, type PrepareFlags } from './prepare-flags.js';
import { requireParts } from './require-parts.js';

/** Folder the splits go to where neither flag nor config names one. */
const DEFAULT_OUT = 'out';

/**
 * What a command line asks to prepare: flags laid over the config file that is named or, where no source is, found here.
 * @throws LabelmillError USAGE, and what loadConfigFile() throws
 */
export async function prepareRequest(sources: readonly string[], flags: PrepareFlags): Promise<Partial<PrepareOptions>> {
  const { loadConfigFile, findConfigFile, mergeOptions } = await import('../config/config.js');
  const directory = process.cwd();
  const here = { options: flagsToOptions(sources, flags), directory };
  const findHere = async (): Promise<string | undefined> => {
    const path = await findConfigFile(directory);
    return path === undefined ? undefined : basename(path);
  };
  const file = flags.config ?? (sources.length === 0 ? await findHere() : undefined);
  const options = mergeOptions(file === undefined ? { options: {}, directory } : await loadConfigFile(file), here);
  await requireParts(options, { file, findOther: findHere });
  return { out: DEFAULT_OUT, ...options };
}
