import { Command } from 'commander';
import { EXIT } from '../../core/errors.js';
import type { Inspection } from '../../index.js';
import { jsonDocument } from '../json-document.js';
import type { Session } from '../session.js';

interface InspectFlags {
  readonly writeConfig?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly progress?: boolean;
}

/** `labelmill inspect <source…>`: what is in these files, and a mapping to start from. */
export function inspectCommand(session: Session, finish: (exitCode: number) => void): Command {
  return new Command('inspect')
    .description('say what is in the sources: format, fields, values, and a guess at the mapping')
    .argument('<source...>', 'files, folders, globs, or - for standard input')
    .option('--write-config <file>', 'write a config with the guessed mapping to start from; never over a file')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors')
    .option('--no-progress', 'no progress on stderr')
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
      const display = createProgressDisplay(flags.quiet === true || flags.progress === false, session.signal);
      let inspection: Inspection;
      try {
        inspection = await inspect(sources, { signal: session.signal, onProgress: display.show });
      } finally {
        display.stop();
      }
      if (flags.json !== true && flags.quiet !== true) {
        const { inspectionText } = await import('../inspection-text.js');
        session.out(`${inspectionText(inspection, { width: session.width, style: session.outStyle })}\n`);
      }
      if (path !== undefined) await writeConfig(path, sources, inspection);
      if (flags.json === true) session.out(jsonDocument(inspection));
      finish(EXIT.done);
    });
}
