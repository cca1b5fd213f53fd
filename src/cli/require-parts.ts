import { LabelmillError } from '../core/errors.js';
import type { PrepareOptions } from '../index.js';

export interface ConfigFiles {
  /** The config file that was read. */
  readonly file: string | undefined;
  /** Looks for one that was not read, in the working folder. */
  readonly findOther: () => Promise<string | undefined>;
}

/**
 * Refuses options that don't say what to read or how, in the words of the command line.
 * @param options flags laid over the config file
 * @throws LabelmillError USAGE
 */
export async function requireParts(
  { sources, mapping }: Partial<PrepareOptions>,
  { file, findOther }: ConfigFiles,
): Promise<void> {
  if (sources === undefined) {
    throw usage(
      file === undefined
        ? 'there is nothing to prepare: no source is named, and this folder has no labelmill.config.json; name the sources: labelmill prepare data.csv --text FIELD --label TARGET=FIELD'
        : `${file} names no sources; add them as "sources": ["data.csv"], or name them on the command line`,
    );
  }
  const ofSources = sources.map((source) => (typeof source === 'string' ? undefined : source.mapping));
  const mappings = [mapping, ...ofSources].filter((part) => part !== undefined);
  const missing = [
    ...(mappings.some(
      ({ text, messages, conversation }) => text !== undefined || messages !== undefined || conversation !== undefined,
    )
      ? []
      : ['which field holds the text (--text FIELD, or --messages FIELD)']),
    ...(mappings.some(({ labels }) => Object.keys(labels ?? {}).length > 0)
      ? []
      : ['which field holds the label (--label TARGET=FIELD)']),
  ];
  if (missing.length === 0) return;
  const other = file === undefined ? await findOther().catch(() => undefined) : undefined;
  const config = other === undefined ? '' : `; or use the config in this folder: --config ${other}`;
  const paths = sources.filter((source) => typeof source === 'string');
  throw usage(`it is not said ${missing.join(' and ')}; see the fields with: labelmill inspect ${paths[0] ?? 'FILE'}${config}`);
}

function usage(message: string): LabelmillError {
  return new LabelmillError('USAGE', message);
}
