import { InvalidArgumentError, Option, type Command } from 'commander';

/** The flags of `prepare`, in groups, with their defaults in words: what is not given is left to the config file. */
export function addPrepareOptions(command: Command): void {
  addMappingOptions(command);
  addDecisionOptions(command);
  addOutputOptions(command);
}

/** The flags that say how rows become examples. */
export function addMappingOptions(command: Command): void {
  command
    .optionsGroup('Mapping:')
    .option('--text <field>', 'field with the text')
    .option('--messages <field>', 'field with the chat: a list of {role, content} or [role, content]')
    .option('--label <target=field>', 'field with the class of a target (or with a list); repeatable', collect)
    .option(
      '--list <target=field>',
      'field with a list of classes: a JSON list, or a string split at --list-delimiter; repeatable',
      collect,
    )
    .option('--list-delimiter <target=text>', 'what separates the classes of a list in one string; repeatable', collect)
    .option('--none <target=class>', 'class for an empty list; repeatable', collect)
    .option('--class-map <target=file>', 'file that renames classes: .json, .yaml, .csv or .tsv; repeatable', collect)
    .option('--conversation <field>', 'rows are messages: field with the id of the chat; repeatable', collect)
    .option('--turn <field>', 'field that orders the messages of a chat')
    .option('--role <field>', 'field with the role of a message')
    .option('--content <field>', 'field with the message')
    .option('--role-name <value=role>', 'role that a value of --role stands for, or none to leave out; repeatable', collect)
    .option('--where <expression>', 'use rows for which this is true: \'lang == "en" and len(text) > 3\'; repeatable', collect)
    .option('--rename <old=new>', 'give a field another name before all else; repeatable', collect)
    .option('--select <fields>', 'keep only these fields, a,b,c: of the others not even the rejects tell')
    .option('--group <field>', 'keep rows with the same value in one split')
    .option('--split-field <field>', 'field that names the split of a row, where the data gives it')
    .option('--split-name <value=split>', 'what a value of --split-field stands for; repeatable', collect)
    .option('--schema <file>', 'JSON Schema every line must fit as well');
}

function addDecisionOptions(command: Command): void {
  command
    .optionsGroup('Decisions:')
    .option('--min <n>', 'leave out classes with fewer examples', wholeNumber)
    .option('--max <n>', 'keep this many examples of a class at most: a number, or P% of its target')
    .option('--split <ratios>', 'train/validation/test (80/10/10)')
    .option('--validation <n>', 'exact size of validation', wholeNumber)
    .option('--test <n>', 'exact size of test', wholeNumber)
    .option('--seed <n>', 'a whole number; the same seed gives the same bytes (42)', wholeNumber)
    .addOption(choice('--duplicates <rule>', 'same input, same labels', ['keep', 'keep-one', 'fail'], 'keep'))
    .addOption(
      choice('--contradictions <rule>', 'same input, other labels', ['keep', 'drop', 'majority', 'merge', 'fail'], 'keep'),
    )
    .addOption(
      choice(
        '--near-duplicates <rule>',
        'inputs nearly the same, never in two splits with group',
        ['keep', 'warn', 'group'],
        'keep',
      ),
    )
    .option('--near-duplicate-threshold <share>', 'similarity that makes them, 0.5 to 1 (0.8)', decimal)
    .option('--rare <rule>', 'classes below --min: drop-label, drop-example or map:CLASS (drop-label)')
    .addOption(choice('--scope <scope>', 'cap all examples, or train alone after the split', ['all', 'train'], 'all'))
    .addOption(
      choice(
        '--small-classes <rule>',
        'classes too small to be in every split',
        ['proportional', 'cover', 'fail'],
        'proportional',
      ),
    )
    .option('--allow-single-class', 'let a target with one class through')
    .option('--max-rejects <n>', 'rows that may be set aside: a number, or P% of the rows (0)');
}

function addOutputOptions(command: Command): void {
  command
    .optionsGroup('Output:')
    .option('--out <folder>', 'folder for the files; replaced as one set (out)')
    .addOption(choice('--order <order>', 'order of the lines', ['shuffled', 'source'], 'shuffled'))
    .option('--rejects <file>', 'write everything set aside here, also when the run fails')
    .option('--left-out', 'write what --min and --max leave out to the rejects as well')
    .option('--sha256', 'SHA-256 of every file in the manifest, beside XXH64')
    .addOption(
      new Option('--lane <lane>', 'way the rows go: fast where it can, or by the libraries (auto)').choices(['auto', 'rows']),
    )
    .option(
      '--threads <n>',
      'threads that read large tables, JSON lines and Parquet (the processors there are, 4 at most)',
      wholeNumber,
    )
    .option('--config <file>', 'config file (where no source is given: labelmill.config.json or .yaml in this folder)')
    .option('--json', 'print the manifest as one JSON document')
    .option('--quiet', 'print nothing but errors')
    .option('--no-progress', 'no progress on stderr');
}

/** `same input, same labels: keep, keep-one or fail (keep)`. */
function choice(flags: string, what: string, choices: readonly string[], standard?: string): Option {
  const names = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;
  const option = new Option(flags, `${what}: ${names}${standard === undefined ? '' : ` (${standard})`}`);
  return option.argParser((value: string) => {
    if (choices.includes(value)) return value;
    throw new InvalidArgumentError(`It takes ${names}.`);
  });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function decimal(value: string): number {
  if (/^\d*\.?\d+$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It takes a number such as 0.8.');
}

function wholeNumber(value: string): number {
  if (/^\d+$/.test(value) && Number.isSafeInteger(Number(value))) return Number(value);
  throw new InvalidArgumentError('It takes a whole number.');
}
