#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { EXIT } from '../core/errors.js';
import { PACKAGE_VERSION } from '../core/package-version.js';
import { inspectCommand } from './commands/inspect.js';
import { prepareCommand } from './commands/prepare.js';
import { verifyCommand } from './commands/verify.js';
import { explainFailure } from './failure.js';
import { createSession, type Session } from './session.js';

/** Runs the command line once and returns its exit code. Nothing here or below calls process.exit. */
async function main(session: Session, args: readonly string[]): Promise<number> {
  const program = new Command('labelmill')
    .description('Turns raw labelled data into training-ready splits for text classifiers.')
    .version(PACKAGE_VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => session.out(text), writeErr: (text) => session.err(text) })
    .showHelpAfterError('(run with --help for usage)')
    .addHelpText('after', EXIT_CODES);
  let exitCode: number = EXIT.done;
  const finish = (code: number): void => {
    exitCode = code;
  };
  for (const command of [prepareCommand, inspectCommand, verifyCommand])
    program.addCommand(command(session, finish).exitOverride().copyInheritedSettings(program));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return explainFailure(error, session, args.includes('--json'));
  }
}

const EXIT_CODES = `
Exit codes: 0 done, 1 the data failed, 2 the command can't run as given, 3 input or output failed,
4 the output is busy or not ours, 70 a bug of ours, 130/143 interrupted.`;

const session = createSession();
process.exitCode = await main(session, process.argv.slice(2));
session.close();
