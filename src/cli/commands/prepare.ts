import { Command, InvalidArgumentError, Option } from 'commander';
import type { Session } from '../session.js';
import { flagsToOptions, type PrepareFlags } from '../prepare-flags.js';

const NO_FILE = { options: {}, directory: process.cwd() };
/** Folder the splits go to where neither flag nor config names one. */
const DEFAULT_OUT = 'out';

/** `labelmill prepare <source…>`: raw labelled data in, training-ready splits out. */
export function prepareCommand(session: Session, finish: (exitCode: number) => void): Command {
  const command = new Command('prepare')
    .description('turn raw labelled data into balanced, stratified train, validation and test files')
    .argument('[source...]', 'files, folders, globs, or - for standard input (CSV, TSV, JSON, JSONL)');
  addMappingOptions(command);
  addDecisionOptions(command);
  addOutputOptions(command);
  return command
    .addHelpText(
      'after',
      `
A field is a name (label_text), a path (scenario.flow), a position in rows without names (0), @key (key of the
enclosing array), @file or @source. Flags override the config file.
Time: two passes over the sources. Memory: 12 bytes per example beside about 150 MB.

Examples:
  labelmill prepare tickets.csv --text body --label queue=queue --min 20 --max 2000
  labelmill prepare data.jsonl --text text --list tags=tags --split 90/5/5 --seed 7 --out prepared
  labelmill prepare --config labelmill.config.json`,
    )
    .action(async (sources: readonly string[], flags: PrepareFlags) => {
      const { loadConfigFile, findConfigFile, mergeOptions, prepare } = await import('../../index.js');
      const { createProgressDisplay } = await import('../progress-bar.js');
      const file = flags.config ?? (sources.length === 0 ? await findConfigFile(process.cwd()) : undefined);
      const here = { options: flagsToOptions(sources, flags), directory: process.cwd() };
      const options = mergeOptions(file === undefined ? NO_FILE : await loadConfigFile(file), here);
      const display = createProgressDisplay(flags.quiet === true || flags.progress === false);
      try {
        const result = await prepare({ out: DEFAULT_OUT, ...options }, { signal: session.signal, onProgress: display.show });
        display.stop();
        for (const note of result.notes) session.err(`${note}\n`);
        if (flags.json === true) session.out(`${JSON.stringify(result.manifest, undefined, 2)}\n`);
        else if (flags.quiet !== true) {
          const { terminalReport } = await import('../../report/report.js');
          session.out(`${terminalReport(result.manifest, result.issues, { width: session.width, style: session.outStyle })}\n`);
        }
        finish(0);
      } finally {
        display.stop();
      }
    });
}

function addMappingOptions(command: Command): void {
  command
    .optionsGroup('Mapping:')
    .option('--text <field>', 'field with the text')
    .option('--messages <field>', 'field with the chat: a list of {role, content} or [role, content]')
    .option('--label <target=field>', 'field with the class of a target (or with a list); repeatable', collect, [])
    .option(
      '--list <target=field>',
      'field with a list of classes: a JSON list, or a string split at --delimiter; repeatable',
      collect,
      [],
    )
    .option('--list-delimiter <target=text>', 'what separates the classes of a list in one string; repeatable', collect, [])
    .option('--none <target=class>', 'class for an empty list; repeatable', collect, [])
    .option('--group <field>', 'keep rows with the same value in one split')
    .option('--split-field <field>', 'field that names the split of a row, where the data gives it')
    .option('--split-name <value=split>', 'what a value of --split-field stands for; repeatable', collect, [])
    .option('--format <format>', 'csv, tsv, json or jsonl; told by the content where it is not given')
    .option('--schema <file>', 'JSON Schema every line must fit as well');
}

function addDecisionOptions(command: Command): void {
  command
    .optionsGroup('Decisions:')
    .option('--min <n>', 'leave out classes with fewer examples', wholeNumber)
    .option('--max <n>', 'keep this many examples of a class at most: a number, or P% of its target')
    .option('--split <ratios>', 'train/validation/test, as 80/10/10')
    .option('--validation <n>', 'exact size of validation', wholeNumber)
    .option('--test <n>', 'exact size of test', wholeNumber)
    .option('--seed <n>', 'an integer; the same seed gives the same bytes (42)', wholeNumber)
    .addOption(new Option('--duplicates <rule>', 'same input, same labels (keep)').choices(['keep', 'keep-one', 'fail']))
    .addOption(
      new Option('--contradictions <rule>', 'same input, other labels (keep)').choices([
        'keep',
        'drop',
        'majority',
        'merge',
        'fail',
      ]),
    )
    .option('--rare <rule>', 'classes below --min: drop-label, drop-example or map:CLASS (drop-label)')
    .addOption(new Option('--scope <scope>', 'cap all examples, or train alone after the split (all)').choices(['all', 'train']))
    .addOption(
      new Option('--small-classes <rule>', 'classes too small to be in every split (proportional)').choices([
        'proportional',
        'cover',
        'fail',
      ]),
    )
    .option('--allow-single-class', 'let a target with one class through')
    .option('--max-rejects <n>', 'rows that may be set aside: a number, or P% of the rows (0)');
}

function addOutputOptions(command: Command): void {
  command
    .optionsGroup('Output:')
    .option('--out <folder>', 'folder for the files; replaced as one set (out)')
    .addOption(new Option('--order <order>', 'order of the lines (shuffled)').choices(['shuffled', 'source']))
    .option('--rejects <file>', 'write everything set aside here, also when the run fails')
    .option('--left-out', 'write what --min and --max leave out to the rejects as well')
    .option('--sha256', 'SHA-256 of every file in the manifest, beside XXH64')
    .option('--config <file>', 'config file (labelmill.config.json or .yaml in this folder where no source is given)')
    .option('--json', 'print the manifest as one JSON document')
    .option('--quiet', 'print nothing but errors')
    .option('--no-progress', 'no progress on stderr');
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function wholeNumber(value: string): number {
  if (/^\d+$/.test(value) && Number.isSafeInteger(Number(value))) return Number(value);
  throw new InvalidArgumentError('It takes a whole number.');
}
