/** From what is in the training files to what a fine-tuning job will come to. */
export { createSample, type Population, type Sample } from './sample.js';
export { SEQUENCE_TOKENS } from './figures.js';
export { forecastJob, type JobForecast, type JobOptions, type TrainingFacts } from './forecast-job.js';
export type { Interval } from './interval.js';
