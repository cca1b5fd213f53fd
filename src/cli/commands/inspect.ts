import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { EXIT, LabelmillError, reasonOf } from '../../core/errors.js';
import type { Inspection } from '../../index.js';
import type { Session } from '../session.js';

/** `labelmill inspect <source…>`: what is in these files, and a mapping to start from. */
export function inspectCommand(session: Session, finish: (exitCode: number) => void): Command {
  return new Command('inspect')
    .description('say what is in the sources: format, fields, values, and a guess at the mapping')
    .argument('<source...>', 'files, folders, globs, or - for standard input')
    .option('--write-config <file>', 'write a config with the guessed mapping to start from')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress on stderr')
    .addHelpText(
      'after',
      `
Time: one pass over the sources. Memory: at most 1,000 distinct values per field.

Example:
  labelmill inspect tickets.csv --write-config labelmill.config.json`,
    )
    .action(async (sources: readonly string[], flags: { writeConfig?: string; json?: boolean; quiet?: boolean }) => {
      const { inspect } = await import('../../index.js');
      const { createProgressDisplay } = await import('../progress-bar.js');
      const display = createProgressDisplay(flags.quiet === true);
      let inspection: Inspection;
      try {
        inspection = await inspect(sources, { signal: session.signal, onProgress: display.show });
      } finally {
        display.stop();
      }
      if (flags.writeConfig !== undefined) await writeConfig(flags.writeConfig, sources, inspection);
      if (flags.json === true) session.out(`${JSON.stringify(inspection, undefined, 2)}\n`);
      else {
        const { inspectionText } = await import('../inspection-text.js');
        session.out(`${inspectionText(inspection, { width: session.width, style: session.outStyle })}\n`);
      }
      finish(EXIT.done);
    });
}

async function writeConfig(path: string, sources: readonly string[], inspection: Inspection): Promise<void> {
  if (inspection.guess === undefined) {
    throw new LabelmillError(
      'USAGE',
      'no mapping can be guessed, so no config is written: write one with --text and --label in mind',
    );
  }
  const config = { sources, mapping: inspection.guess, balance: { min: 1 }, split: { ratios: '80/10/10' }, seed: 42, out: 'out' };
  try {
    await writeFile(path, `${JSON.stringify(config, undefined, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    throw new LabelmillError(
      'OUTPUT_UNWRITABLE',
      `cannot write ${path}: ${reasonOf(error)}; it must not exist yet`,
      { path },
      error,
    );
  }
}
