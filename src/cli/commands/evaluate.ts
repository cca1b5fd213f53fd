import { Command } from 'commander';
import { EXIT, LabelmillError } from '../../core/errors.js';
import type { EvaluateOptions, Evaluation, ScoredFiles } from '../../index.js';
import { jsonDocument } from '../json-document.js';
import { number } from '../number-flag.js';
import type { Session } from '../session.js';

interface EvaluateFlags {
  readonly predictions: string;
  readonly model?: string;
  readonly server?: string;
  readonly validation?: string;
  readonly validationPredictions?: string;
  readonly compare?: string;
  readonly compareValidation?: string;
  readonly threshold?: number;
  readonly replicas?: number;
  readonly seed?: number;
  readonly html?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly progress?: boolean;
}

/** `labelmill evaluate <file> --predictions <file>`: how good predictions are, or a model is. */
export function evaluateCommand(session: Session, finish: (exitCode: number) => void): Command {
  return new Command('evaluate')
    .description('hold predictions against the labels of a split')
    .argument('<file>', 'the split to judge, such as out/test.jsonl')
    .requiredOption('--predictions <file>', 'predictions for its lines, in the same order')
    .option('--model <id>', 'ask this model for those predictions that the files do not hold yet, and add them')
    .option('--server <address>', 'address of the service (MISTRAL_BASE_URL, else https://api.mistral.ai)')
    .option('--validation <file>', 'validation split, to tune the thresholds of lists by')
    .option('--validation-predictions <file>', 'predictions for its lines')
    .option('--compare <file>', 'predictions of another model for the split to judge')
    .option('--compare-validation <file>', 'predictions of the other model for the validation split')
    .option('--threshold <score>', 'score above which a class of a list is predicted, where none is tuned (0.5)', number)
    .option('--replicas <n>', 'resamples for the 95 % bounds, 0 for none (1000)', number)
    .option('--seed <n>', 'a whole number that chooses the resamples (42)', number)
    .option('--html <file>', 'write it to this file as well, as a page with charts')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors')
    .option('--no-progress', 'no progress on stderr')
    .addHelpText(
      'after',
      `
Predictions are lines of JSON, one for each example, with a score for each class:
{"predictions": {"intent": {"scores": {"refund": 0.97, "delivery": 0.03}}}}
or, in place of the scores, a class or a list of classes. Where a line carries the
text or the messages too, they must be those of the example.
With --model they are asked for and kept there, so that a run that was stopped goes on.
Time: one pass over the files, then the resamples. Memory goes with the distinct
pairs of true and predicted classes.

Examples:
  labelmill evaluate out/test.jsonl --predictions test-predictions.jsonl
  labelmill evaluate out/test.jsonl --model MODEL --predictions test-predictions.jsonl
  labelmill evaluate out/test.jsonl --predictions new.jsonl --compare old.jsonl --html evaluation.html`,
    )
    .action(async (file: string, flags: EvaluateFlags) => {
      const { evaluate, htmlEvaluation } = await import('../../index.js');
      const { createProgressDisplay } = await import('../progress-bar.js');
      const options = optionsOf(flags);
      const judged = { examples: file, predictions: flags.predictions };
      await askModel(flags, [judged, options.validation], session);
      const display = await createProgressDisplay(flags.quiet === true || flags.progress === false, session.signal);
      let evaluation: Evaluation;
      try {
        const hooks = { signal: session.signal, onProgress: display.show };
        evaluation = await evaluate(judged, { ...options, ...hooks });
      } finally {
        display.stop();
      }
      if (flags.html !== undefined) {
        const { writePage } = await import('../../pipeline/pipeline.js');
        const compared = flags.compare === undefined ? {} : { compared: flags.compare };
        await writePage(flags.html, await htmlEvaluation(evaluation, { ...judged, ...compared }));
      }
      if (flags.json === true) session.out(jsonDocument(evaluation));
      else if (flags.quiet !== true) {
        const { evaluationText } = await import('../evaluation-text.js');
        session.out(`${evaluationText(evaluation, session.outStyle)}\n`);
      }
      finish(EXIT.done);
    });
}

/** Has the model answer what the files of predictions lack. @throws LabelmillError what classifyFile() throws */
async function askModel(
  { model, server, quiet, progress }: EvaluateFlags,
  files: readonly (ScoredFiles | undefined)[],
  session: Session,
): Promise<void> {
  if (model === undefined) {
    if (server !== undefined) throw new LabelmillError('USAGE', '--server needs --model: nothing else is asked of the service');
    return;
  }
  const isQuiet = quiet === true || progress === false;
  const { classifyFile, openService } = await import('../../index.js');
  const service = await openService(server === undefined ? {} : { server });
  const { createAnswerDisplay } = await import('../answer-display.js');
  for (const { examples, predictions } of files.filter((each) => each !== undefined)) {
    const display = await createAnswerDisplay(isQuiet, session.signal);
    const options = { signal: session.signal, onAnswered: display.show };
    await classifyFile(service, model, { inputs: examples, out: predictions }, options).finally(display.stop);
  }
}

/** @throws LabelmillError USAGE where one of two flags that go together is missing */
function optionsOf(flags: EvaluateFlags): EvaluateOptions {
  const { validation, validationPredictions, compare, compareValidation, threshold, replicas, seed } = flags;
  if ((validation === undefined) !== (validationPredictions === undefined))
    throw new LabelmillError('USAGE', '--validation and --validation-predictions go together: name both, or neither');
  if (compareValidation !== undefined && compare === undefined)
    throw new LabelmillError(
      'USAGE',
      '--compare-validation needs --compare: predictions of the other model for the split to judge',
    );
  const ofOther = compareValidation === undefined ? {} : { validationPredictions: compareValidation };
  return {
    ...(validation === undefined || validationPredictions === undefined
      ? {}
      : { validation: { examples: validation, predictions: validationPredictions } }),
    ...(compare === undefined ? {} : { compare: { predictions: compare, ...ofOther } }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(seed === undefined ? {} : { seed }),
  };
}
