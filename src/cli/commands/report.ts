import { Command, Option } from 'commander';
import { EXIT } from '../../core/errors.js';
import { REPORT_FORMATS } from '../../core/report-formats.js';
import type { Session } from '../session.js';

interface ReportFlags {
  readonly format: string;
  readonly html?: string;
}

/** `labelmill report <folder>`: what a run found, in the form that a person or a program wants. */
export function reportCommand(session: Session, finish: (exitCode: number) => void): Command {
  const names = Object.keys(REPORT_FORMATS);
  return new Command('report')
    .description('tell what a run found: for people, for CI, or as a page')
    .argument('<folder>', 'the folder that prepare wrote')
    .addOption(
      new Option('--format <format>', `form: ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''} (text)`)
        .choices(names)
        .default('text', 'text'),
    )
    .option('--html <file>', 'write the page to this file instead, as it is in report.html')
    .addHelpText(
      'after',
      `
${Object.entries(REPORT_FORMATS)
  .map(([name, purpose]) => `  ${name.padEnd(9)} for ${purpose}`)
  .join('\n')}

Time and memory: those of reading report.json.

Examples:
  labelmill report out
  labelmill report out --format junit > labelmill.xml
  labelmill report out --html labels.html`,
    )
    .action(async (folder: string, { format, html }: ReportFlags) => {
      const { htmlReport, readReport, RENDERERS } = await import('../../index.js');
      const report = await readReport(folder);
      if (html !== undefined) {
        const { writePage } = await import('../../pipeline/pipeline.js');
        await writePage(html, await htmlReport(report));
      } else {
        const renderer = RENDERERS.find(({ name }) => name === format);
        const { placesInFolder } = await import('../../report/report.js');
        // JSON is report.json as it stands; all others name places that can be opened from here
        const told = format === 'json' ? report : { ...report, issues: placesInFolder(report.issues, folder, report) };
        session.out(renderer?.render(told, { style: session.outStyle }) ?? '');
      }
      finish(EXIT.done);
    });
}
