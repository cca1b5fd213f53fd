/** The data-quality gate: what is wrong with a data set, how bad it is, where, and what to do. Sees examples, reads nothing. */
export { CATALOGUE } from './catalogue.js';
export { createChecker, type Checker, type CheckerOptions, type ExampleKeys, type KnownFacts } from './checker.js';
export type { Check, CheckRun, CheckSetup, Found, Threshold } from './definition.js';
export type { ExampleView } from './example-view.js';
export { excerpt, masked } from './excerpt.js';
export { explain, explainable } from './explain.js';
export type { BaselineFacts, CertificateFacts, ClassFact, EqualFact, EqualInputs, Facts, FileFact, NearFact } from './facts.js';
export type { CheckOption, CheckOptions } from './settings.js';
