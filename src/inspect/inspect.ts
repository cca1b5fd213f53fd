/** What is in a source: its fields, their values, and a guess at the mapping. */
export { DISTINCT_LIMIT, type FieldProfile, type ValueType } from './field-profile.js';
export { guessMapping, type GuessedMapping } from './guess-mapping.js';
export { createRowsProfiler, type RowsProfiler } from './profile-rows.js';
