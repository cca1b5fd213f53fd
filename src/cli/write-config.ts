import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Inspection, SourceInput } from '../index.js';

/**
 * Refuses a path that no config can be written to, before a pass over the sources is spent on it.
 * @throws LabelmillError USAGE for a name that is not a config's, OUTPUT_NOT_OURS where a file is there
 */
export function refuseConfigPath(path: string): void {
  if (!/\.(?:json|ya?ml)$/i.test(path)) {
    throw new LabelmillError('USAGE', `--write-config ${path}: a config file is named .json, .yaml or .yml`, { path });
  }
  if (existsSync(path)) throw isThere(path);
}

/**
 * Writes a config to start from: the sources, seen from the folder of the file, the guessed mapping, and the defaults. It is
 * JSON, which is YAML as well.
 * @throws LabelmillError USAGE where there is no guess, OUTPUT_NOT_OURS where a file is there, OUTPUT_UNWRITABLE
 */
export async function writeConfig(path: string, sources: readonly SourceInput[], inspection: Inspection): Promise<void> {
  if (inspection.guess === undefined) {
    const message = `${path} is not written, as no field looks like a text with a label; name the fields: labelmill prepare … --text FIELD --label TARGET=FIELD`;
    throw new LabelmillError('USAGE', message, { path });
  }
  const folder = dirname(resolve(path));
  const config = {
    sources: sources.map((source) => seenFrom(folder, source)),
    mapping: inspection.guess,
    balance: { min: 1 },
    split: { ratios: '80/10/10' },
    seed: 42,
    out: 'out',
  };
  try {
    await writeFile(path, `${JSON.stringify(config, undefined, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'EEXIST') throw isThere(path);
    throw new LabelmillError('OUTPUT_UNWRITABLE', `cannot write ${path}: ${reason}`, { path, reason }, error);
  }
}

function isThere(path: string): LabelmillError {
  return new LabelmillError('OUTPUT_NOT_OURS', `${path} is there already and is left as it is: remove it, or name another file`, {
    path,
  });
}

/** A source as the config has to write it: paths and globs from its folder, with `/` between their parts. */
function seenFrom(folder: string, source: SourceInput): SourceInput {
  if (typeof source !== 'string') return 'path' in source ? { ...source, path: pathFrom(folder, source.path) } : source;
  return pathFrom(folder, source);
}

function pathFrom(folder: string, path: string): string {
  if (path === '-' || isAbsolute(path) || /^[a-z]+:\/\//.test(path)) return path;
  return relative(folder, resolve(path)).replaceAll(sep, '/');
}
