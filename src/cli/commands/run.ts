import { Command } from 'commander';
import { EXIT } from '../../core/errors.js';
import { inFlagTerms } from '../flag-terms.js';
import { jsonDocument } from '../json-document.js';
import { number } from '../number-flag.js';
import { addPrepareOptions } from '../prepare-options.js';
import type { PrepareFlags } from '../prepare-flags.js';
import { prepareRequest } from '../prepare-request.js';
import type { RunDisplay } from '../run-display.js';
import type { Session } from '../session.js';
import { addSourceOptions } from '../source-flags.js';
import { addTrainingOptions, trainingOptionsOf, type TrainingFlags } from '../training-flags.js';

interface RunFlags extends PrepareFlags, TrainingFlags {
  readonly server?: string;
  readonly every?: number;
  readonly dryRun?: boolean;
}

/** `labelmill run [source…]`: from raw data to a judged classifier, by one config. */
export function runCommand(session: Session, finish: (exitCode: number) => void): Command {
  const command = new Command('run')
    .description('prepare, send, train, classify the test split and evaluate, by one config')
    .argument('[source...]', 'files, folders, globs, addresses (https://, hf://datasets/), or - for standard input');
  addSourceOptions(command);
  addPrepareOptions(command);
  command.optionsGroup('Training:');
  return addTrainingOptions(command)
    .option('--every <seconds>', 'time between two looks at the job (5)', number)
    .option('--server <address>', 'address of the service (MISTRAL_BASE_URL, else https://api.mistral.ai)')
    .option('--dry-run', 'prepare in a temporary folder, show the job and what it comes to, and send nothing')
    .addHelpText(
      'after',
      `
Sources, mapping and decisions are those of prepare; the job can stand in the
config as "job": {"trainingSteps": 100, "learningRate": 0.00004}.
Stopped or failed, run it again: it takes up where it stopped. Beside the folder
OUT it keeps OUT.upload.jsonl, what was sent, and OUT.run, the job's id, the
predictions and the evaluation as a page. Where the service has retired training it ends with exit code 6,
says what is prepared and sent, and leaves that as it is.
The key is read from MISTRAL_API_KEY, or from the file MISTRAL_API_KEY_FILE names.

Examples:
  labelmill run --config labelmill.config.json --dry-run
  labelmill run tickets.csv --text body --label queue=queue --learning-rate 4e-5`,
    )
    .action(async (sources: readonly string[], flags: RunFlags) => {
      const { createRunDisplay } = await import('../run-display.js');
      const { mergeOptions } = await import('../../config/config.js');
      const { openService, planRun, run } = await import('../../index.js');
      const { server, every } = flags;
      const directory = process.cwd();
      const asked = { options: await prepareRequest(sources, flags), directory };
      const options = mergeOptions(asked, { options: { job: trainingOptionsOf(flags) }, directory });
      const service = flags.dryRun === true ? undefined : await openService(server === undefined ? {} : { server });
      const look = { isJson: flags.json === true, isQuiet: flags.quiet === true, hasProgress: flags.progress !== false };
      const display: RunDisplay = await createRunDisplay(session, look);
      try {
        const hooks = { ...display.hooks, signal: session.signal };
        if (service === undefined) {
          const plan = await planRun(options, hooks);
          display.stop();
          if (flags.json === true) session.out(jsonDocument({ prepared: plan.prepared.manifest, job: plan.job }));
          else if (flags.quiet !== true) {
            const { runPlanText } = await import('../run-text.js');
            session.out(runPlanText(plan, session));
          }
        } else {
          const key = process.env['WANDB_API_KEY'];
          const ofKey = key === undefined ? {} : { wandbKey: key };
          const result = await run(options, service, {
            ...hooks,
            ...ofKey,
            ...(every === undefined ? {} : { everyMs: every * 1000 }),
          });
          display.stop();
          if (flags.json === true) session.out(jsonDocument({ ...result, prepared: result.prepared.manifest }));
        }
        finish(EXIT.done);
      } catch (error) {
        throw inFlagTerms(error);
      } finally {
        display.stop();
      }
    });
}
