/** How good predictions are, as pure functions of true labels and scores. Nothing here reads files or asks a service. */
export type { Calibration, CalibrationBin } from './calibration.js';
export type { Ratios } from './ratios.js';
export type { Bounds } from './bootstrap.js';
export { mcNemar, type McNemar } from './mc-nemar.js';
export { predictClasses, type Prediction } from './prediction.js';
export {
  createTargetEvaluator,
  type ClassMetrics,
  type ConfusionCell,
  type TargetEvaluation,
  type TargetEvaluator,
  type TargetOptions,
} from './target-evaluator.js';
export { createThresholdTuner, type ThresholdTuner } from './threshold-tuner.js';
