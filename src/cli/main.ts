#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { EXIT, LabelmillError } from '../core/errors.js';
import { PACKAGE_VERSION } from '../core/package-version.js';
import { checkCommand } from './commands/check.js';
import { classifyCommand } from './commands/classify.js';
import { evaluateCommand } from './commands/evaluate.js';
import { explainCommand } from './commands/explain.js';
import { forecastCommand } from './commands/forecast.js';
import { inspectCommand } from './commands/inspect.js';
import { jobCommand } from './commands/job.js';
import { modelCommand } from './commands/model.js';
import { prepareCommand } from './commands/prepare.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { uploadCommand } from './commands/upload.js';
import { verifyCommand } from './commands/verify.js';
import { explainFailure } from './failure.js';
import { createSession, type Session } from './session.js';

const EXIT_CODES = `
Start with:
  labelmill inspect tickets.csv
  labelmill prepare tickets.csv --text body --label queue=queue
  labelmill check tickets.csv --text body --label queue=queue
  labelmill verify out

Exit codes: 0 done, 1 the data failed, 2 the command can't run as given,
3 input or output failed, 4 the output is busy or not ours,
5 the service can't be reached, 6 the service refuses, 70 a bug of ours,
130/143 interrupted.`;

const COMMANDS = [
  inspectCommand,
  prepareCommand,
  checkCommand,
  verifyCommand,
  reportCommand,
  explainCommand,
  forecastCommand,
  uploadCommand,
  jobCommand,
  classifyCommand,
  evaluateCommand,
  modelCommand,
  runCommand,
];

/** Codes commander ends with once it has shown what was asked for, or what there is to ask for. */
const SHOWN = new Set(['commander.helpDisplayed', 'commander.version', 'commander.help']);

await runProcess(process.argv.slice(2));

/** Runs the command line once, says why where it fails, and sets the exit code. Nothing here or below calls process.exit. */
async function runProcess(args: readonly string[]): Promise<void> {
  const session = createSession();
  let isTold = false;
  const fail = (error: unknown): void => {
    if (isTold) return; // what fails after the first failure fails because of it
    isTold = true;
    process.exitCode = explainFailure(error, session, args.includes('--json'));
    session.stop();
  };
  process.on('uncaughtException', fail); // so arrives a rejection that nobody awaits, too
  try {
    const exitCode = await runArguments(session, args);
    process.exitCode ??= exitCode; // an exit code that is there is that of a failure
  } catch (error) {
    fail(error);
  }
  session.close();
}

/** @returns the exit code. @throws LabelmillError, and whatever a bug throws */
async function runArguments(session: Session, args: readonly string[]): Promise<number> {
  const program = new Command('labelmill')
    .description('Turns raw labelled data into training-ready splits for text classifiers.')
    .version(PACKAGE_VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => session.out(text),
      writeErr: (text) => session.err(text),
      outputError: () => undefined,
    })
    .addHelpText('after', EXIT_CODES);
  let exitCode: number = EXIT.done;
  const finish = (code: number): void => {
    exitCode = code;
  };
  for (const make of COMMANDS) {
    const command = make(session, finish).copyInheritedSettings(program);
    for (const part of command.commands) part.copyInheritedSettings(command);
    program.addCommand(command);
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (SHOWN.has(error.code)) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    throw usageError(error, program.commands.find((command) => command.name() === args[0])?.name());
  }
}

/** `error: unknown option '--mni'\n(Did you mean --min?)` in the form of all our errors. */
function usageError(error: CommanderError, command: string | undefined): LabelmillError {
  const what = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '');
  const help = ['labelmill', ...(command === undefined ? [] : [command]), '--help'].join(' ');
  return new LabelmillError('USAGE', `${what}; see ${help}`, {}, error);
}
