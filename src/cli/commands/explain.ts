import { Command } from 'commander';
import { EXIT, LabelmillError } from '../../core/errors.js';
import { nearName } from '../../core/near-name.js';
import { quoted } from '../../core/printable.js';
import { jsonDocument } from '../json-document.js';
import type { Session } from '../session.js';

/** `labelmill explain <code>`: what a code means, why it matters, what to do. */
export function explainCommand(session: Session, finish: (exitCode: number) => void): Command {
  return new Command('explain')
    .description('say what a code of a check, a reject or an error means, and what to do')
    .argument('[code]', 'the code; without it all codes are listed')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', '\nExample:\n  labelmill explain label-drift')
    .action(async (code: string | undefined, flags: { json?: boolean; quiet?: boolean }) => {
      const { explain, explainable } = await import('../../index.js');
      const codes = explainable();
      if (code === undefined) {
        const list = codes.map(([name, title]) => `${name.padEnd(26)} ${title}\n`).join('');
        if (flags.quiet !== true)
          session.out(flags.json === true ? jsonDocument(codes.map(([name, title]) => ({ code: name, title }))) : list);
        return finish(EXIT.done);
      }
      const page = explain(code);
      if (page === undefined) {
        const near = nearName(
          code,
          codes.map(([name]) => name),
        );
        const advice = near === undefined ? 'labelmill explain lists all' : `did you mean ${near}?`;
        throw new LabelmillError('USAGE', `there is no code ${quoted(code)}; ${advice}`);
      }
      if (flags.quiet !== true) session.out(flags.json === true ? jsonDocument({ code, page }) : page);
      finish(EXIT.done);
    });
}
