import type { Manifest } from '../core/manifest.js';
import type { ReportForecast } from '../core/report.js';
import type { SplitName } from '../core/splits.js';
import { createSample, forecastJob, type JobOptions } from '../forecast/forecast.js';
import { lineInput } from './line-input.js';

/** What a training on the files of a run takes, told from the lines that the report looks at anyway. */
export interface ReportForecaster {
  /** @param bytes size of the line */
  line(split: SplitName, value: unknown, bytes: number): void;
  finish(manifest: Manifest): ReportForecast | undefined;
}

export interface ReportForecasterOptions {
  readonly countTokens: (text: string) => number;
  /** The job of the config, where it has one. */
  readonly job: { readonly model?: string; readonly trainingSteps?: number; readonly epochs?: number };
  readonly order: 'shuffled' | 'source';
}

/** Training lines whose tokens are counted, and bytes of them: 0.2 s at most. */
const MOST_LINES = 3000;
const MOST_BYTES = 1_000_000;

/**
 * Tokens follow the size of a line closely, and the size of all lines is known, so that some thousand lines tell of any number
 * (see createSample). `labelmill forecast` counts more of them.
 */
export function createReportForecaster({ countTokens, job, order }: ReportForecasterOptions): ReportForecaster {
  const sample = createSample();
  let lines = 0;
  let bytes = 0;
  let furtherMessages = 0;
  return {
    line(split, value, size) {
      if (split !== 'train' || lines >= MOST_LINES || bytes >= MOST_BYTES) return;
      lines++;
      bytes += size;
      const input = lineInput(value);
      const texts = input.kind === 'text' ? [input.text] : input.messages.map(({ content }) => content);
      furtherMessages += texts.length - 1;
      sample.add(
        size,
        texts.reduce((sum, text) => sum + countTokens(text), 0),
      );
    },
    finish({ files, targets }) {
      const training = files.filter(({ split }) => split === 'train');
      const examples = training.reduce((sum, file) => sum + file.lines, 0);
      if (lines === 0) return undefined;
      const textTokens = sample.estimate({ examples, characters: training.reduce((sum, file) => sum + file.bytes, 0) });
      const facts = {
        ...{ examples, textTokens, targets: targets.length },
        furtherMessages: Math.round((furtherMessages * examples) / lines),
      };
      const { trainingSteps, dataTokens, trainTokens, epochs, costEur, minimumFeeUsd, storageFeeUsdPerMonth, seconds } =
        forecastJob(facts, optionsOf(job));
      return {
        ...(job.model === undefined ? {} : { model: job.model }),
        ...{ dataTokens, trainTokens, epochs, cost: { amount: costEur, currency: 'EUR' }, seconds },
        assumptions: [
          `${trainingSteps} training steps${job.trainingSteps === undefined && job.epochs === undefined ? ', as nothing else is asked for' : ''}.`,
          lines === examples
            ? 'The tokens of all training examples were counted.'
            : `Tokens were counted in ${order === 'source' ? 'the first' : 'a sample of'} ${lines} of ${examples} training examples.`,
          `The service charges at least ${minimumFeeUsd} USD for a job, and ${storageFeeUsdPerMonth} USD a month for the model.`,
          'Rules and prices are those of April 2025; the service has retired training since. The duration is what published jobs took for a step.',
        ],
      };
    },
  };
}

function optionsOf({ trainingSteps, epochs }: ReportForecasterOptions['job']): JobOptions {
  if (trainingSteps !== undefined) return { trainingSteps };
  return epochs === undefined ? {} : { epochs };
}
