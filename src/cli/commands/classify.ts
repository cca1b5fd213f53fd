import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { EXIT, LabelmillError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import type { Classified, ClassifyOptions } from '../../index.js';
import { jsonDocument } from '../json-document.js';
import { number } from '../number-flag.js';
import { withServiceFlags, type ServiceFlags } from '../service-flags.js';
import type { Session } from '../session.js';

interface ClassifyFlags extends ServiceFlags {
  readonly model: string;
  readonly file?: string;
  readonly out?: string;
  readonly threshold?: number;
  readonly batch?: number;
  readonly concurrency?: number;
}

/** `labelmill classify [texts...]`: what a model says of texts and chats. */
export function classifyCommand(session: Session, finish: (exitCode: number) => void): Command {
  const command = new Command('classify')
    .description('ask a model about texts or chats')
    .argument('[texts...]', 'texts; without them and --file the lines of standard input')
    .requiredOption('--model <id>', 'the model to ask')
    .option('--file <file>', 'JSON Lines with text or messages, such as out/test.jsonl; - is standard input')
    .option('--out <file>', 'write the predictions of --file here, and go on where it ends')
    .option('--threshold <score>', 'tell all classes with a score above it, not the highest one alone', number)
    .option('--batch <n>', 'inputs of a request (32)', number)
    .option('--concurrency <n>', 'requests at a time (4)', number);
  return withServiceFlags(command)
    .addHelpText(
      'after',
      `
The key is read from MISTRAL_API_KEY, or from the file MISTRAL_API_KEY_FILE names.
Predictions of files are lines of JSON in the order of the inputs, as evaluate reads
them; with --out and --json the document says how many there are.

Examples:
  labelmill classify --model MODEL "where is my parcel?"
  labelmill classify --model MODEL --file out/test.jsonl --out predictions.jsonl
  labelmill evaluate out/test.jsonl --predictions predictions.jsonl`,
    )
    .action(async (texts: readonly string[], flags: ClassifyFlags) => {
      checkFlags(texts, flags);
      const { classifyFile, classifyInputs, openService, predictionLine, readInputs } = await import('../../index.js');
      const service = await openService(flags.server === undefined ? {} : { server: flags.server });
      const options = optionsOf(flags, session);
      if (flags.file !== undefined && flags.out !== undefined) {
        const { createAnswerDisplay } = await import('../answer-display.js');
        const display = await createAnswerDisplay(flags.quiet === true, session.signal);
        const files = { inputs: flags.file, out: flags.out };
        const asked = { ...options, onAnswered: display.show };
        const counts = await classifyFile(service, flags.model, files, asked).finally(display.stop);
        if (flags.json === true) session.out(jsonDocument(counts));
        else if (flags.quiet !== true) session.out(`${counts.added} predictions added, ${counts.kept} were there\n`);
      } else if (flags.file !== undefined) {
        const inputs = readInputs(flags.file, session.signal);
        for await (const each of classifyInputs(service, flags.model, inputs, options))
          if (flags.quiet !== true) session.out(`${predictionLine(each, flags.model)}\n`);
      } else {
        const inputs = texts.length > 0 ? texts.map(textInput) : standardInput();
        const found: Classified[] = [];
        for await (const each of classifyInputs(service, flags.model, inputs, options)) {
          if (flags.json === true) found.push(each);
          else if (flags.quiet !== true) session.out(`${classifiedText(each)}\n`);
        }
        if (flags.json === true) session.out(jsonDocument(found.map((each) => parsed(predictionLine(each, flags.model)))));
      }
      finish(EXIT.done);
    });
}

function checkFlags(texts: readonly string[], { file, out }: ClassifyFlags): void {
  if (file !== undefined && texts.length > 0)
    throw new LabelmillError('USAGE', 'texts and --file can not both be given: put the texts into the file, or ask twice');
  if (out !== undefined && file === undefined) throw new LabelmillError('USAGE', '--out needs --file: the inputs it answers');
}

function optionsOf({ threshold, batch, concurrency }: ClassifyFlags, { signal }: Session): ClassifyOptions {
  return {
    signal,
    ...(threshold === undefined ? {} : { threshold }),
    ...(batch === undefined ? {} : { batch }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}

function textInput(text: string): Classified['input'] {
  return { kind: 'text', text };
}

/** The lines of standard input, but for empty ones. */
async function* standardInput(): AsyncGenerator<Classified['input'], void, undefined> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() !== '') yield textInput(line);
  }
}

/** `where is my parcel?  intent: delivery 0.971`. */
function classifiedText({ input, scores, classes }: Classified): string {
  const text = input.kind === 'text' ? input.text : input.messages.map(({ content }) => content).join(' ');
  const parts = [...classes].map(([target, found]) => {
    const names = typeof found === 'string' ? [found] : found;
    const said = names.map((name) => `${printable(name)} ${(scores.get(target)?.get(name) ?? 0).toFixed(3)}`);
    return `${printable(target)}: ${said.length === 0 ? '-' : said.join(', ')}`;
  });
  return `${printable(text, 60)}  ${parts.join('; ')}`;
}

function parsed(line: string): unknown {
  return JSON.parse(line);
}
