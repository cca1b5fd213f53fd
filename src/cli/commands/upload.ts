import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, LabelmillError } from '../../core/errors.js';
import { SPLITS, type SplitName } from '../../core/splits.js';
import type { DestinationOptions, Upload } from '../../index.js';
import { jsonDocument } from '../json-document.js';
import { number } from '../number-flag.js';
import type { Session } from '../session.js';

interface UploadFlags {
  readonly to: DestinationOptions['kind'];
  readonly place?: string;
  readonly server?: string;
  readonly region?: string;
  readonly public?: boolean;
  readonly splits?: readonly SplitName[];
  readonly atOnce?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly progress?: boolean;
}

/** `labelmill upload <folder>`: hands a prepared set to a destination, exactly once. */
export function uploadCommand(session: Session, finish: (exitCode: number) => void): Command {
  return new Command('upload')
    .description('send a prepared set to where it is used, each file exactly once')
    .argument('<folder>', 'the folder that prepare wrote')
    .addOption(
      new Option('--to <destination>', 'mistral, directory, huggingface or s3')
        .choices(['mistral', 'directory', 'huggingface', 's3'])
        .default('mistral'),
    )
    .option('--place <place>', 'a folder; USER/NAME of a data set; BUCKET or BUCKET/PREFIX')
    .option('--server <address>', 'address of the service, the Hub or the store, if it is not the usual one')
    .option('--region <name>', 'region of the store')
    .option('--public', 'let all see a data set that is made on the Hub')
    .option('--splits <names>', 'splits to send, with commas between', splitNames)
    .option('--at-once <n>', 'files on their way at once (4)', number)
    .option('--dry-run', 'say what would be sent, and send nothing')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors')
    .option('--no-progress', 'no progress on stderr')
    .addHelpText(
      'after',
      `
Proves the files against the manifest while it sends them. Whatever fails, run
it again: it asks what has arrived and sends the rest, never a second file. The
journal beside the folder, FOLDER.upload.jsonl, keeps what was sent and its ids.
Keys: MISTRAL_API_KEY or MISTRAL_API_KEY_FILE; HF_TOKEN; those of the AWS SDK.
Time: that of the network. Memory: some 10 MB per file on its way.

Examples:
  labelmill upload out --dry-run
  labelmill upload out --to directory --place /mnt/share/tickets`,
    )
    .action(async (folder: string, flags: UploadFlags) => {
      const to = destinationOf(flags);
      const { upload } = await import('../../index.js');
      const { createUploadDisplay } = await import('../upload-display.js');
      const display = await createUploadDisplay(flags.quiet === true || flags.progress === false, session.signal);
      let done: Upload;
      try {
        done = await upload(folder, {
          to,
          signal: session.signal,
          onProgress: display.show,
          dryRun: flags.dryRun === true,
          ...(flags.splits === undefined ? {} : { splits: flags.splits }),
          ...(flags.atOnce === undefined ? {} : { concurrency: flags.atOnce }),
        });
      } finally {
        display.stop();
      }
      if (flags.json === true) session.out(jsonDocument(done));
      else if (flags.quiet !== true) {
        const { uploadText } = await import('../upload-text.js');
        session.out(`${uploadText(done, session.outStyle)}\n`);
      }
      finish(EXIT.done);
    });
}

function splitNames(value: string): readonly SplitName[] {
  return value.split(',').map((name) => {
    const split = SPLITS.find((known) => known === name.trim());
    if (split === undefined) throw new InvalidArgumentError(`It takes ${SPLITS.join(', ')}.`);
    return split;
  });
}

function destinationOf(flags: UploadFlags): DestinationOptions {
  const { to, place, server, region } = flags;
  const refuse = (flag: string, given: boolean): void => {
    if (given) throw new LabelmillError('USAGE', `${flag} means nothing for --to ${to}: leave it out`);
  };
  refuse('--region', region !== undefined && to !== 's3');
  refuse('--public', flags.public === true && to !== 'huggingface');
  refuse('--server', server !== undefined && to === 'directory');
  refuse('--splits', flags.splits !== undefined && (to === 'directory' || to === 's3'));
  if (to === 'mistral') {
    refuse('--place', place !== undefined);
    return { kind: to, ...(server === undefined ? {} : { server }) };
  }
  switch (to) {
    case 'directory':
      return { kind: to, path: given(place, 'a folder') };
    case 'huggingface': {
      const repository = given(place, 'USER/NAME');
      if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
        throw new LabelmillError('USAGE', '--place must be USER/NAME, the user or organisation and the name of the data set');
      return { kind: to, repository, public: flags.public === true, ...(server === undefined ? {} : { server }) };
    }
    case 's3': {
      const [bucket = '', ...prefix] = given(place, 'BUCKET or BUCKET/PREFIX').split('/');
      return {
        kind: to,
        bucket,
        prefix: prefix.join('/'),
        ...(server === undefined ? {} : { endpoint: server }),
        ...(region === undefined ? {} : { region }),
      };
    }
  }

  function given(value: string | undefined, what: string): string {
    if (value !== undefined && value !== '') return value;
    throw new LabelmillError('USAGE', `--to ${to} needs --place, ${what}`);
  }
}
