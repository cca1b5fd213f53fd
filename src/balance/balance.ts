export type { BalanceOptions, Limits, RarePolicy } from './options.js';
export type { BalanceInput } from './balance-input.js';
export { limitOf } from './limits.js';
export { checkBalance } from './check-balance.js';
export { dropRare, type RarePlan } from './drop-rare.js';
export type { RareClass } from './rare-class.js';
export { capSets, type CapConflict, type CapPlan } from './cap-sets.js';
export { describeLargest } from './describe-largest.js';
