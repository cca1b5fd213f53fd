export type {
  CountOrShare,
  LimitOptions,
  PrepareOptions,
  SizeLimits,
  SourceOptions,
  SourceShapeOptions,
  TrainingOptions,
} from './options.js';
export { findConfigFile } from './find-config-file.js';
export { loadConfigFile, type LoadedConfig } from './load-config-file.js';
export { mergeOptions, type PartialOptions } from './merge-options.js';
export { resolveConfig, SIZE_LIMITS } from './resolve-config.js';
export type { Config, ShapeConfig } from './resolved-config.js';
