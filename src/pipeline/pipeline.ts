/** The program: what the library's functions do from top to bottom. */
export {
  classifyFile,
  classifyInputs,
  predictionLine,
  readInputs,
  type Classified,
  type ClassifiedFiles,
  type ClassifyOptions,
} from './classify.js';
export { evaluate, type EvaluateOptions, type ScoredFiles } from './evaluate.js';
export { forecast, type Forecast, type ForecastOptions } from './forecast.js';
export { check, type CheckHooks, type CheckRequest, type CheckResult } from './check.js';
export type { KnownClasses } from './check-references.js';
export { isPreparedFolder } from './check-sources.js';
export { inspect, type Inspection, type InspectOptions } from './inspect.js';
export { planJob, targetsOf, type JobPlan, type JobTargetOptions } from './jobs.js';
export { prepare, type PrepareResult } from './prepare.js';
export { planRun, type RunPlan } from './plan-run.js';
export { run, type RunResult } from './run.js';
export { draftOf } from './run-draft.js';
export type { RunStep, RunWorkflowHooks } from './run-steps.js';
export type { Phase, Progress, RunHooks } from './progress.js';
export { writePage } from './write-page.js';
export { upload, type PlannedFile, type Upload, type UploadOptions, type UploadProgress } from './upload.js';
