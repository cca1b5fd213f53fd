import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastJob, type TrainingFacts } from '../../src/forecast/forecast.js';

function exactly(value: number): TrainingFacts['textTokens'] {
  return { low: value, expected: value, high: value };
}

/** The jobs that were published with their data; `perText` is the mean of the few texts that were shown. */
const PUBLISHED = [
  {
    name: 'intent',
    examples: 5313,
    targets: 1,
    perText: 8.1,
    steps: 100,
    dataTokens: 137_274,
    trainTokens: 6_553_600,
    epochs: 47.74101432172152,
    cost: 3.28,
    seconds: 400,
  },
  {
    name: 'moderation',
    examples: 20_607,
    targets: 1,
    perText: undefined,
    steps: 200,
    dataTokens: 1_795_785,
    trainTokens: 13_107_200,
    epochs: 7.29886929671425,
    cost: 6.56,
    seconds: 3400,
  },
  {
    name: 'product',
    examples: 80_273,
    targets: 2,
    perText: 7.6,
    steps: 250,
    dataTokens: 2_554_120,
    trainTokens: 16_384_000,
    epochs: 6.414733841792868,
    cost: 8.2,
    seconds: 1000,
  },
] as const;

describe('the forecast of a job', () => {
  it.each(PUBLISHED)('gives the figures of the published $name job from its data tokens', (job) => {
    const facts = { ...job, textTokens: exactly(job.dataTokens), furtherMessages: 0 };
    const forecast = forecastJob(facts, { trainingSteps: job.steps, overheadTokens: 0 });
    expect(forecast).toMatchObject({
      trainingSteps: job.steps,
      dataTokens: exactly(job.dataTokens),
      trainTokens: job.trainTokens,
      epochs: exactly(job.epochs),
      costEur: job.cost,
    });
    expect(forecast.seconds.low).toBeLessThanOrEqual(job.seconds);
    expect(forecast.seconds.high).toBeGreaterThanOrEqual(job.seconds);
  });

  it.each(PUBLISHED.filter(({ perText }) => perText !== undefined))(
    'holds the data tokens of the published $name job between its bounds, from the mean of the texts that were shown',
    (job) => {
      const textTokens = exactly(job.examples * (job.perText ?? 0));
      const { dataTokens } = forecastJob({ ...job, textTokens, furtherMessages: 0 });
      expect(dataTokens.low).toBeLessThan(job.dataTokens);
      expect(dataTokens.high).toBeGreaterThan(job.dataTokens);
      expect(Math.abs(dataTokens.expected / job.dataTokens - 1)).toBeLessThan(0.02);
    },
  );

  it('adds 12 tokens to an example, 6 for each target and 2 for each further message, give or take', () => {
    const facts = { examples: 100, targets: 3, textTokens: { low: 900, expected: 1000, high: 1100 }, furtherMessages: 50 };
    expect(forecastJob(facts).dataTokens).toEqual({ low: 3700, expected: 4100, high: 4500 });
    expect(forecastJob(facts, { overheadTokens: 10 }).dataTokens).toEqual({ low: 1900, expected: 2100, high: 2300 });
  });

  it('takes 100 steps where nothing is said, and as many as the epochs take where they are given', () => {
    const facts = { examples: 1000, targets: 1, textTokens: exactly(100_000), furtherMessages: 0 };
    expect(forecastJob(facts).trainingSteps).toBe(100);
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (epochs) => {
        const forecast = forecastJob(facts, { epochs });
        expect(forecast.epochs.expected).toBeGreaterThanOrEqual(epochs * (1 - 1e-12));
        expect(((forecast.trainingSteps - 1) * 65_536) / forecast.dataTokens.expected).toBeLessThan(epochs);
      }),
    );
  });

  it.each([
    [{ trainingSteps: 1, epochs: 1 }, 'can not both be given'],
    [{ trainingSteps: 0 }, 'training steps must be a whole number from 1, not 0'],
    [{ trainingSteps: 1.5 }, 'training steps must be a whole number from 1, not 1.5'],
    [{ epochs: 0 }, 'epochs must be above 0, not 0'],
    [{ epochs: NaN }, 'epochs must be above 0, not NaN'],
    [{ overheadTokens: -1 }, 'the overhead must be 0 tokens or more, not -1'],
  ])('refuses %j', (options, message) => {
    const facts = { examples: 1, targets: 1, textTokens: exactly(1), furtherMessages: 0 };
    expect(() => forecastJob(facts, options)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) }),
    );
  });
});
