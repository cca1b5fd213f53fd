export type { SplitOptions } from './options.js';
export { checkRatios, splitSizes } from './split-sizes.js';
export { planSplit, type SplitInput, type SplitPlan, type SplitPlanOptions } from './plan-split.js';
export { certify } from './certificate.js';
export { indexLabels } from './label-index.js';
export type { ClassDeviation, MissingClass, SetDeviation, SplitCertificate, SplitSize } from './certificate.js';
export { assignGroups, type Group, type GroupInput, type GroupPlan } from './assign-groups.js';
