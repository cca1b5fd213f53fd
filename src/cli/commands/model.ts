import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { EXIT, LabelmillError } from '../../core/errors.js';
import { printable, quoted } from '../../core/printable.js';
import type { Model, Service } from '../../index.js';
import { jsonDocument } from '../json-document.js';
import { withServiceFlags, type ServiceFlags } from '../service-flags.js';
import type { Session } from '../session.js';

type Finish = (exitCode: number) => void;

/** `labelmill model …`: models of the service. */
export function modelCommand(session: Session, finish: Finish): Command {
  const group = new Command('model')
    .description('the models jobs have made: list, rename, archive, unarchive, delete')
    .addHelpText(
      'after',
      `
The key is read from MISTRAL_API_KEY, or from the file MISTRAL_API_KEY_FILE names.
Each command has --json, --quiet and --server.

Example:
  labelmill model list
  labelmill model rename MODEL --name "ticket intents"`,
    );
  for (const command of [list, rename, archive, unarchive, remove]) group.addCommand(command(session, finish));
  return group;
}

function list(session: Session, finish: Finish): Command {
  const command = new Command('list').description('list fine-tuned models').option('--all', 'those of the service, too');
  return withServiceFlags(command).action(async (flags: ServiceFlags & { readonly all?: boolean }) => {
    const { listModels } = await import('../../index.js');
    const models = (await listModels(await connect(flags), session.signal)).filter(
      ({ isFineTuned }) => isFineTuned || flags.all === true,
    );
    if (flags.json === true) session.out(jsonDocument(models));
    else if (flags.quiet !== true) session.out(`${await modelsText(models, session)}\n`);
    finish(EXIT.done);
  });
}

function rename(session: Session, finish: Finish): Command {
  const command = new Command('rename')
    .description('give a model a name or a description')
    .argument('<model>', 'id of the model')
    .option('--name <text>', 'its name')
    .option('--description <text>', 'its description');
  return withServiceFlags(command).action(async (id: string, flags: ServiceFlags & Words) => {
    const { name, description } = flags;
    if (name === undefined && description === undefined)
      throw new LabelmillError('USAGE', 'say what is to be changed: --name or --description');
    const words = { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
    const { renameModel } = await import('../../index.js');
    await renameModel(await connect(flags), id, words, session.signal);
    tell(session, flags, { id, ...words }, `${id} is renamed`);
    finish(EXIT.done);
  });
}

interface Words {
  readonly name?: string;
  readonly description?: string;
}

function archive(session: Session, finish: Finish): Command {
  const command = new Command('archive').description('take a model out of use').argument('<model>', 'id of the model');
  return withServiceFlags(command).action(async (id: string, flags: ServiceFlags) => {
    const { archiveModel } = await import('../../index.js');
    await archiveModel(await connect(flags), id, session.signal);
    tell(session, flags, { id, isArchived: true }, `${id} is archived`);
    finish(EXIT.done);
  });
}

function unarchive(session: Session, finish: Finish): Command {
  const command = new Command('unarchive').description('take a model back into use').argument('<model>', 'id of the model');
  return withServiceFlags(command).action(async (id: string, flags: ServiceFlags) => {
    const { unarchiveModel } = await import('../../index.js');
    await unarchiveModel(await connect(flags), id, session.signal);
    tell(session, flags, { id, isArchived: false }, `${id} is in use`);
    finish(EXIT.done);
  });
}

function remove(session: Session, finish: Finish): Command {
  const command = new Command('delete')
    .description('delete a model for good; asks first')
    .argument('<model>', 'id of the model')
    .option('--yes', 'do not ask');
  return withServiceFlags(command).action(async (id: string, flags: ServiceFlags & { readonly yes?: boolean }) => {
    const { deleteModel } = await import('../../index.js');
    const service = await connect(flags);
    const isMeant = flags.yes === true || (await ask(session, `Delete ${quoted(id, 200)} for good? [y/N] `));
    if (isMeant) await deleteModel(service, id, session.signal);
    tell(session, flags, { id, isDeleted: isMeant }, isMeant ? `${id} is deleted` : 'nothing was deleted');
    finish(EXIT.done);
  });
}

/** Asks on the terminal. @throws LabelmillError USAGE where there is none, ABORTED */
async function ask(session: Session, question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new LabelmillError('USAGE', 'there is no terminal to ask on: say --yes to delete without asking');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT')); // the terminal is in raw mode here
  try {
    return /^y(?:es)?$/i.test((await terminal.question(question, { signal: session.signal })).trim());
  } catch (error) {
    throw new LabelmillError('ABORTED', 'stopped by the caller; nothing was deleted', { goesOn: 'nothing was deleted' }, error);
  } finally {
    terminal.close();
  }
}

async function modelsText(models: readonly Model[], { outStyle }: Session): Promise<string> {
  if (models.length === 0) return 'no models';
  const { table } = await import('../../report/report.js');
  const rows = models.map(({ id, name = '', isArchived, job = '' }) =>
    [id, name, isArchived ? 'archived' : '', job].map((cell) => printable(cell, 200)),
  );
  const columns = [{ align: 'left' }, { align: 'left' }, { align: 'left' }, { align: 'left' }] as const;
  const [head = '', ...lines] = table([['model', 'name', '', 'job'], ...rows], columns);
  return [outStyle('bold', head), ...lines].join('\n');
}

function tell(session: Session, { json, quiet }: ServiceFlags, value: object, words: string): void {
  if (json === true) session.out(jsonDocument(value));
  else if (quiet !== true) session.out(`${printable(words, 300)}\n`);
}

async function connect({ server }: ServiceFlags): Promise<Service> {
  const { openService } = await import('../../index.js');
  return openService(server === undefined ? {} : { server });
}
