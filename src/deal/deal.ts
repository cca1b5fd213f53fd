/** Pass 2's knowledge: what becomes of an example, from its rank and label set alone. */
export {
  createDealTable,
  type DealNumbers,
  type DealTable,
  type DealTableBuilder,
  type DealTableOptions,
  type RepeatedInput,
  type RepeatedPart,
  type Verdict,
} from './deal-table.js';
export { createInputStore, type InputStore } from './input-store.js';
