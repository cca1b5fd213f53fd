import { Command } from 'commander';
import { EXIT } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import type { Verification } from '../../index.js';
import type { Style } from '../../report/report.js';
import { jsonDocument } from '../json-document.js';
import type { Session } from '../session.js';

/** `labelmill verify <folder>`: proves an output folder against its manifest. */
export function verifyCommand(session: Session, finish: (exitCode: number) => void): Command {
  return new Command('verify')
    .description('read an output folder again and prove it against its manifest')
    .argument('<folder>', 'the folder that prepare wrote')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but findings and errors')
    .option('--no-progress', 'no progress on stderr')
    .addHelpText(
      'after',
      `
Proves: every file is there, none is added, bytes and digests agree, every line
is canonical and carries every target, the classes per split are as many as
stated, the account adds up, no input is in two splits. Exit code 1 if not.
Time: one pass over the files. Memory: 12 bytes per example.

Example:
  labelmill verify out`,
    )
    .action(async (folder: string, flags: { json?: boolean; quiet?: boolean; progress?: boolean }) => {
      const { verify } = await import('../../index.js');
      const { createProgressDisplay } = await import('../progress-bar.js');
      const display = await createProgressDisplay(flags.quiet === true || flags.progress === false, session.signal);
      let bytes = 0;
      const onBytes = (read: number): void => display.show({ phase: 'scan', bytes: (bytes += read), totalBytes: undefined });
      let verification: Verification;
      try {
        verification = await verify(folder, { signal: session.signal, onBytes });
      } finally {
        display.stop();
      }
      if (flags.json === true) session.out(jsonDocument(verification));
      else if (!verification.ok || flags.quiet !== true)
        session.out(`${await verificationText(folder, verification, session.outStyle)}\n`);
      finish(verification.ok ? EXIT.done : EXIT.dataFailed);
    });
}

async function verificationText(folder: string, verification: Verification, style: Style): Promise<string> {
  const { count, counted } = await import('../../report/report.js');
  const { ok, findings, findingCount, files, lines, classes } = verification;
  const name = printable(folder, 200);
  const read = `${counted(files, 'file')}, ${counted(lines, 'line')}, ${counted(classes, 'class', 'classes')}`;
  if (ok)
    return `${style('green', '✓')} ${name}: ${read}; files, counts, classes and account agree with the manifest, no input is in two splits`;
  const told = findings.map((finding) => `  ${finding.code}: ${printable(finding.message, 300)}`);
  const more = findingCount > findings.length ? [`  … and ${count(findingCount - findings.length)} more`] : [];
  return [
    `${style('red', '✗')} ${name} is not what its manifest says (${counted(findingCount, 'finding')}; ${read} read)`,
    ...told,
    ...more,
  ].join('\n');
}
