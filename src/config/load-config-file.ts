import { dirname, resolve } from 'node:path';
import { LabelmillError } from '../core/errors.js';
import { checkOptions } from './check-options.js';
import { syntaxOf } from './read-text.js';
import type { PartialOptions } from './merge-options.js';
import { problemsError } from './problem.js';

/** What a config file says. */
export interface LoadedConfig extends PartialOptions {
  /** The file, as it was named. */
  readonly path: string;
}

/**
 * Reads and checks a config file: JSON, or YAML 1.2. What it leaves out may be given by flags.
 * @param path a file named .json, .yaml or .yml; messages show it as it is given here
 * @returns its options, not merged and without defaults, and the folder its relative paths start at
 * @throws LabelmillError CONFIG_UNREADABLE; CONFIG_INVALID, BALANCE_INVALID or RATIOS_INVALID with every problem found, each
 *   with line and column (`labelmill.config.yaml:3:14: …`), the first also as facts `path`, `line` and `column`
 */
export async function loadConfigFile(path: string): Promise<LoadedConfig> {
  const syntax = syntaxOf(path);
  if (syntax === undefined) {
    throw new LabelmillError('CONFIG_INVALID', `cannot tell what ${path} is; name it .json, .yaml or .yml`, { path });
  }
  const { readDocument } = await import('./document.js'); // which loads a reader of YAML
  const document = await readDocument(path, syntax);
  if (document.value === null || document.value === undefined) {
    throw new LabelmillError('CONFIG_INVALID', `${path} is empty; give sources, mapping and out`, { path });
  }
  const checked = checkOptions(document.value);
  if (!checked.ok) throw problemsError(checked.problems, { path, placeOf: document.placeOf });
  return { options: checked.options, directory: dirname(resolve(path)), path };
}
