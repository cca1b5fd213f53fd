import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { EXIT, LabelmillError } from '../../core/errors.js';
import { REPORT_FORMATS } from '../../core/report-formats.js';
import type { CheckRequest, Format } from '../../index.js';
import { inFlagTerms } from '../flag-terms.js';
import { number } from '../number-flag.js';
import { addMappingOptions } from '../prepare-options.js';
import { flagsToOptions, type PrepareFlags } from '../prepare-flags.js';
import { requireParts } from '../require-parts.js';
import type { Session } from '../session.js';
import { addSourceOptions } from '../source-flags.js';

interface CheckFlags extends Omit<PrepareFlags, 'format'> {
  readonly sourceFormat?: Format;
  readonly format?: string;
  readonly baseline?: string;
  readonly classes?: string;
  readonly failOn: 'error' | 'warn';
}

/** `labelmill check <source…>`: what hurts a classifier in this data, where, and what to do. */
export function checkCommand(session: Session, finish: (exitCode: number) => void): Command {
  const names = Object.keys(REPORT_FORMATS);
  const command = new Command('check')
    .description('find what hurts a classifier, in raw data or in a prepared folder; writes nothing')
    .argument('[source...]', 'a folder that prepare wrote; or files, folders, globs, addresses, or - for standard input');
  addSourceOptions(command, '--source-format');
  addMappingOptions(command);
  return command
    .optionsGroup('Gate:')
    .option('--max-rejects <n>', 'rows that may be set aside: a number, or P% of the rows (0)')
    .option('--baseline <manifest>', 'an earlier manifest.json that the data must not be worse than')
    .addOption(new Option('--near-duplicates <rule>', 'inputs nearly the same: keep or warn (keep)').choices(['keep', 'warn']))
    .option('--near-duplicate-threshold <share>', 'similarity that makes them, 0.5 to 1 (0.8)', number)
    .option('--classes <file>', 'the classes that may occur: a JSON list, a JSON object target → list, or one per line')
    .addOption(
      new Option('--fail-on <severity>', 'what ends with exit code 1 (error)')
        .choices(['error', 'warn'])
        .default('error', 'error'),
    )
    .addOption(
      new Option('--format <format>', `form: ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''} (text)`).choices(names),
    )
    .option('--config <file>', 'config file (where no source is given: labelmill.config.json or .yaml in this folder)')
    .option('--json', 'the same as --format json')
    .option('--quiet', 'print nothing but errors')
    .option('--no-progress', 'no progress on stderr')
    .addHelpText(
      'after',
      `
Exit code 1 where a check of severity error finds something, or more rows are
rejected than may be. Severities and thresholds are set in the config, under
"checks"; labelmill explain CODE tells about each.
Time: one pass over the sources. Memory: 24 bytes per example beside about
250 MB.

Examples:
  labelmill check tickets.csv --text body --label queue=queue
  labelmill check out --fail-on warn
  labelmill check tickets.csv --config labelmill.config.json --baseline out-v1/manifest.json`,
    )
    .action(async (sources: readonly string[], flags: CheckFlags) => {
      const { check, RENDERERS } = await import('../../index.js');
      const { createProgressDisplay } = await import('../progress-bar.js');
      const format = flags.format ?? (flags.json === true ? 'json' : 'text');
      const renderer = RENDERERS.find(({ name }) => name === format);
      const display = await createProgressDisplay(flags.quiet === true || flags.progress === false, session.signal);
      try {
        const result = await check(await requestOf(sources, flags), { signal: session.signal, onProgress: display.show });
        display.stop();
        const [worst] = result.issues;
        if (flags.quiet !== true) session.out(renderer?.render(result, { style: session.outStyle }) ?? '');
        if (flags.quiet !== true && format === 'text' && worst !== undefined)
          session.out(session.outStyle('dim', `what a code means: labelmill explain ${worst.code}`) + '\n');
        finish(result.passed ? EXIT.done : EXIT.dataFailed);
      } catch (error) {
        throw inFlagTerms(error);
      } finally {
        display.stop();
      }
    });
}

/** What the command line asks to be checked. @throws LabelmillError USAGE */
async function requestOf(
  sources: readonly string[],
  { sourceFormat, format: _, failOn, ...flags }: CheckFlags,
): Promise<CheckRequest> {
  const { loadConfigFile, findConfigFile, isPreparedFolder, mergeOptions } = await import('../../index.js');
  const [first] = sources;
  const isFolder = first !== undefined && sources.length === 1 && (await isPreparedFolder(first));
  const given = flagsToOptions(isFolder ? [] : sources, {
    ...flags,
    ...(sourceFormat === undefined ? {} : { format: sourceFormat }),
  });
  const references = {
    failOn,
    ...(flags.baseline === undefined ? {} : { baseline: flags.baseline }),
    ...(flags.classes === undefined ? {} : { classes: flags.classes }),
  };
  const findHere = async (): Promise<string | undefined> => {
    const path = await findConfigFile(process.cwd());
    return path === undefined ? undefined : basename(path);
  };
  const file = flags.config ?? (sources.length === 0 ? await findHere() : undefined);
  const loaded = file === undefined ? { options: {}, directory: process.cwd() } : await loadConfigFile(file);
  if (isFolder) {
    if (given.mapping !== undefined)
      throw new LabelmillError(
        'USAGE',
        `${first} is a prepared folder, whose lines need no mapping; leave out --text, --label and the like`,
      );
    // of a config only what is said of the gate holds for a folder
    const { checks, maxRejects, nearDuplicates, nearDuplicateThreshold } = { ...loaded.options, ...given };
    return {
      folder: first,
      ...references,
      ...(checks === undefined ? {} : { checks }),
      ...(maxRejects === undefined ? {} : { maxRejects }),
      ...(nearDuplicates === undefined ? {} : { nearDuplicates }),
      ...(nearDuplicateThreshold === undefined ? {} : { nearDuplicateThreshold }),
    };
  }
  const options = mergeOptions(loaded, { options: given, directory: process.cwd() });
  await requireParts(options, { file, findOther: findHere });
  return { ...options, ...references };
}
