import { Command } from 'commander';
import { EXIT } from '../../core/errors.js';
import type { Inspection } from '../../index.js';
import { jsonDocument } from '../json-document.js';
import type { Session } from '../session.js';
import { addSourceOptions, sourceFlagWords, sourceInputs, type SourceFlags } from '../source-flags.js';

interface InspectFlags extends SourceFlags {
  readonly where?: readonly string[];
  readonly writeConfig?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly progress?: boolean;
}

/** `labelmill inspect <source…>`: what is in these files, and a mapping to start from. */
export function inspectCommand(session: Session, finish: (exitCode: number) => void): Command {
  const command = new Command('inspect')
    .description('say what is in the sources: format, fields, values, and a guess at the mapping')
    .argument('<source...>', 'files, folders, globs, addresses (https://, hf://datasets/), or - for standard input')
    .option(
      '--where <expression>',
      'look only at rows for which this is true; repeatable',
      (value: string, before?: readonly string[]) => [...(before ?? []), value],
    )
    .option('--write-config <file>', 'write a config with the guessed mapping to start from; never over a file')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors')
    .option('--no-progress', 'no progress on stderr');
  addSourceOptions(command);
  return command
    .addHelpText(
      'after',
      `
Time: one pass over the sources. Memory: at most 1,000 distinct values per field.

Examples:
  labelmill inspect tickets.csv
  labelmill inspect tickets.csv --write-config labelmill.config.json`,
    )
    .action(async (sources: readonly string[], flags: InspectFlags) => {
      const { inspect } = await import('../../index.js');
      const { createProgressDisplay } = await import('../progress-bar.js');
      const { refuseConfigPath, writeConfig } = await import('../write-config.js');
      const { writeConfig: path } = flags;
      if (path !== undefined) refuseConfigPath(path);
      const display = await createProgressDisplay(flags.quiet === true || flags.progress === false, session.signal);
      let inspection: Inspection;
      try {
        inspection = await inspect(sourceInputs(sources, flags), {
          signal: session.signal,
          onProgress: display.show,
          ...(flags.where === undefined ? {} : { where: flags.where }),
        });
      } finally {
        display.stop();
      }
      if (flags.json !== true && flags.quiet !== true) {
        const { inspectionText } = await import('../inspection-text.js');
        session.out(
          `${inspectionText(inspection, { width: session.width, style: session.outStyle, sourceFlags: sourceFlagWords(flags) })}\n`,
        );
      }
      if (path !== undefined) await writeConfig(path, sourceInputs(sources, flags), inspection);
      if (flags.json === true) session.out(jsonDocument(inspection));
      finish(EXIT.done);
    });
}
