/** The public API of labelmill. Every name is listed; test/index.test.ts pins the list. */
export {
  classifyFile,
  classifyInputs,
  evaluate,
  forecast,
  check,
  inspect,
  isPreparedFolder,
  planJob,
  planRun,
  predictionLine,
  prepare,
  readInputs,
  run,
  targetsOf,
  type Classified,
  type ClassifiedFiles,
  type ClassifyOptions,
  upload,
  type EvaluateOptions,
  type Forecast,
  type ForecastOptions,
  type CheckHooks,
  type CheckRequest,
  type CheckResult,
  type Inspection,
  type InspectOptions,
  type KnownClasses,
  type JobPlan,
  type Phase,
  type PlannedFile,
  type PrepareResult,
  type Progress,
  type RunHooks,
  type RunPlan,
  type RunResult,
  type RunStep,
  type RunWorkflowHooks,
  type ScoredFiles,
  type JobTargetOptions,
  type Upload,
  type UploadOptions,
  type UploadProgress,
} from './pipeline/pipeline.js';
export {
  CATALOGUE as CHECKS,
  explain,
  explainable,
  type Check,
  type CheckOption,
  type CheckOptions,
  type ClassFact,
} from './check/check.js';
export { verifyOutput as verify, type Finding, type Verification, type VerifyOptions } from './write/write.js';

export {
  findConfigFile,
  loadConfigFile,
  mergeOptions,
  resolveConfig,
  type Config,
  type CountOrShare,
  type LimitOptions,
  type PartialOptions,
  type PrepareOptions,
  type SizeLimits,
  type SourceOptions,
  type SourceShapeOptions,
  type TrainingOptions,
} from './config/config.js';

export {
  readSource,
  resolveSources,
  type CsvOptions,
  type Dialect,
  type FileSource,
  type Format,
  type InvalidUtf8,
  type JsonOptions,
  type JsonOrient,
  type Reading,
  type ReadOptions,
  type RowsSource,
  type Source,
  type SourceInput,
  type SourceSummary,
} from './read/read.js';
export {
  compileMapping,
  type ConversationMapping,
  type LabelMapping,
  type Mapping,
  type MessagesMapping,
  type Normalizer,
  type SplitMapping,
  type TextMapping,
} from './normalize/normalize.js';
export { createValidator, type Validator, type ValidatorOptions } from './validate/validate.js';
export {
  capSets,
  dropRare,
  type BalanceInput,
  type BalanceOptions,
  type CapPlan,
  type Limits,
  type RarePlan,
} from './balance/balance.js';
export { planSplit, splitSizes, type SplitCertificate, type SplitOptions, type SplitPlan } from './split/split.js';
export { createTokenCounter, type TokenCounter } from './tokens/tokens.js';
export { forecastJob, type Interval, type JobForecast, type JobOptions, type TrainingFacts } from './forecast/forecast.js';
export {
  createTargetEvaluator,
  createThresholdTuner,
  mcNemar,
  predictClasses,
  type Prediction,
  type TargetEvaluator,
  type TargetOptions,
  type ThresholdTuner,
} from './evaluate/evaluate.js';
export {
  accountLine,
  htmlEvaluation,
  htmlReport,
  readReport,
  RENDERERS,
  terminalReport,
  verdict,
  type Judged,
  type Renderer,
} from './report/report.js';
export {
  archiveModel,
  BASE_MODEL,
  cancelJob,
  classify,
  createJob,
  deleteModel,
  getJob,
  isOver,
  JOB_STATUSES,
  jobState,
  listJobs,
  listModels,
  openService,
  renameModel,
  startJob,
  unarchiveModel,
  watchJob,
  type Checkpoint,
  type Job,
  type JobDraft,
  type JobEvent,
  type JobExpectation,
  type JobFilter,
  type JobState,
  type JobTarget,
  type LossFunction,
  type Model,
  type Scores,
  type Service,
  type ServiceOptions,
  type ServiceRequest,
  type Time,
  type TrainingFile,
  type WandbOptions,
  type WatchOptions,
} from './mistral/mistral.js';
export type { Destination, DestinationOptions, Part, Patience, Receipt, SendHooks } from './upload/upload.js';
export type { FieldProfile, GuessedMapping } from './inspect/inspect.js';

export { unexplained, type Account } from './core/account.js';
export { ERROR_CODES, EXIT, LabelmillError, type ErrorCode } from './core/errors.js';
export type {
  Bounds,
  Calibration,
  CalibrationBin,
  ClassMetrics,
  ConfusionCell,
  Evaluation,
  McNemar,
  Ratios,
  TargetEvaluation,
} from './core/evaluation.js';
export type { Example, Input, Message, Role } from './core/example.js';
export type { Issue, Severity } from './core/issue.js';
export type { ClassName } from './core/class-table.js';
export type { Manifest, ManifestClass, ManifestFile, ManifestRun, ManifestSource, ManifestTarget } from './core/manifest.js';
export type { Origin } from './core/origin.js';
export type {
  Gate,
  NearDuplicateCluster,
  NearDuplicates,
  RepeatedInput,
  Report,
  ReportClass,
  ReportExample,
  ReportForecast,
  ReportLabel,
  ReportTarget,
  TextLengths,
} from './core/report.js';
export type { Certificate } from './core/certificate.js';
export { isReject, REJECT_CODES, type Reject, type RejectCode } from './core/reject.js';
export type { Row } from './core/row.js';
export { SPLITS, type PerSplit, type SplitName } from './core/splits.js';
