import { Command } from 'commander';
import { EXIT } from '../../core/errors.js';
import type { Forecast } from '../../index.js';
import { jsonDocument } from '../json-document.js';
import { number } from '../number-flag.js';
import type { Session } from '../session.js';

interface ForecastFlags {
  readonly steps?: number;
  readonly epochs?: number;
  readonly overhead?: number;
  readonly sample?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly progress?: boolean;
}

/** `labelmill forecast <folder>`: what a fine-tuning job on the training files will come to. */
export function forecastCommand(session: Session, finish: (exitCode: number) => void): Command {
  return new Command('forecast')
    .description('forecast a fine-tuning job: tokens, epochs, cost; offline')
    .argument('<folder>', 'the folder that prepare wrote')
    .option('--steps <n>', 'training steps of the job (100)', number)
    .option('--epochs <n>', 'how often each example is to be seen, instead of --steps', number)
    .option('--overhead <tokens>', 'tokens the service adds to each example, where that is known', number)
    .option('--sample <n>', 'examples whose tokens are counted; by default all, or those of 16 MB', number)
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors')
    .option('--no-progress', 'no progress on stderr')
    .addHelpText(
      'after',
      `
Counts the tokens of the training files with the vocabulary of the service's
models, and reckons as the service did in April 2025. It has retired training
since. Time: one pass over the training files, and 0.5 µs a token.

Example:
  labelmill forecast out --steps 200`,
    )
    .action(async (folder: string, flags: ForecastFlags) => {
      const { forecast } = await import('../../index.js');
      const { createProgressDisplay } = await import('../progress-bar.js');
      const display = await createProgressDisplay(flags.quiet === true || flags.progress === false, session.signal);
      let found: Forecast;
      try {
        found = await forecast(folder, {
          signal: session.signal,
          onProgress: display.show,
          ...(flags.steps === undefined ? {} : { trainingSteps: flags.steps }),
          ...(flags.epochs === undefined ? {} : { epochs: flags.epochs }),
          ...(flags.overhead === undefined ? {} : { overheadTokens: flags.overhead }),
          ...(flags.sample === undefined ? {} : { sample: flags.sample }),
        });
      } finally {
        display.stop();
      }
      if (flags.json === true) session.out(jsonDocument(found));
      else if (flags.quiet !== true) {
        const { forecastText } = await import('../forecast-text.js');
        session.out(`${forecastText(found, session.outStyle)}\n`);
      }
      finish(EXIT.done);
    });
}
