/** How good predictions are, as pure functions of true labels and scores. Nothing here reads files or asks a service. */
export { mcNemar } from './mc-nemar.js';
export { predictClasses, type Prediction } from './prediction.js';
export { createTargetEvaluator, type TargetEvaluator, type TargetOptions } from './target-evaluator.js';
export { createThresholdTuner, type ThresholdTuner } from './threshold-tuner.js';
