/** Pass 1's memory: a few bytes per example, and what follows from equal inputs. All of it is numbers, no texts. */
export { createChooser, type Chooser, type ChooserOptions, type ChosenPart } from './choose-examples.js';
export { countSets, type SetCounts } from './count-sets.js';
export { createEntries, type Entries, type EntriesOptions } from './entries.js';
export { gatherGroups, type GatheredGroup, type GatheredGroups } from './gather-groups.js';
export { gatherStrata, type Composition, type GatheredStrata } from './gather-strata.js';
export { settle, type LabelSetFacts, type SettledPart, type SettlePolicies } from './settle.js';
export { walkRuns, walkUnits, type RunVisitor, type Unit, type UnitVisitor } from './walk-units.js';
