import { Command } from 'commander';
import { EXIT } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { inFlagTerms } from '../flag-terms.js';
import { jsonDocument } from '../json-document.js';
import { addPrepareOptions } from '../prepare-options.js';
import type { PrepareFlags } from '../prepare-flags.js';
import { prepareRequest } from '../prepare-request.js';
import type { Session } from '../session.js';
import { seenFromHere } from '../seen-from-here.js';
import { addSourceOptions } from '../source-flags.js';

/** `labelmill prepare <source…>`: raw labelled data in, training-ready splits out. */
export function prepareCommand(session: Session, finish: (exitCode: number) => void): Command {
  const command = new Command('prepare')
    .description('turn raw labelled data into balanced, stratified train, validation and test files')
    .argument('[source...]', 'files, folders, globs, addresses (https://, hf://datasets/), or - for standard input');
  addSourceOptions(command);
  addPrepareOptions(command);
  return command
    .addHelpText(
      'after',
      `
A field is a name (label_text), a path (scenario.flow), a position in rows
without names (0), @key (key of the enclosing array), @file or @source.
Flags override the config file.
Time: two passes over the sources. Memory: 12 bytes per example beside about
200 MB.

Examples:
  labelmill prepare tickets.csv --text body --label queue=queue --min 20 --max 2000
  labelmill prepare data.jsonl --text text --list tags=tags --split 90/5/5 --out ready
  curl -s https://example.com/data.csv | labelmill prepare - --text body --label queue=queue
  labelmill prepare --config labelmill.config.json`,
    )
    .action(async (sources: readonly string[], flags: PrepareFlags) => {
      const { prepare } = await import('../../pipeline/pipeline.js');
      const { createProgressDisplay } = await import('../progress-bar.js');
      const options = await prepareRequest(sources, flags);
      const display = await createProgressDisplay(flags.quiet === true || flags.progress === false, session.signal);
      try {
        const result = await prepare(options, { signal: session.signal, onProgress: display.show });
        display.stop();
        if (flags.quiet !== true) for (const note of result.notes) session.err(`${printable(note, Infinity)}\n`);
        if (flags.json === true) session.out(jsonDocument(result.manifest));
        else if (flags.quiet !== true) {
          const { terminalReport } = await import('../../report/report.js');
          const look = { width: session.width, style: session.outStyle, folder: seenFromHere(result.out) };
          session.out(`${terminalReport(result.manifest, result.issues, look)}\n`);
        }
        finish(EXIT.done);
      } catch (error) {
        throw inFlagTerms(error);
      } finally {
        display.stop();
      }
    });
}
