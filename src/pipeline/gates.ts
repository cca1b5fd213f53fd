import { rowsTooMany } from '../core/issue.js';
import { describeLargest, type BalanceInput, type BalanceOptions, type RarePlan } from '../balance/balance.js';
import { LabelmillError } from '../core/errors.js';
import { formatOrigin, type Origin } from '../core/origin.js';
import { printable, quoted } from '../core/printable.js';
import type { Reject, RejectCode } from '../core/reject.js';
import type { SetCounts, SettlePolicies } from '../measure/measure.js';
import { countClasses } from './count-classes.js';

/** Places named in one message. */
const SHOWN_PLACES = 10;

/** What pass 1 rejected, as far as a message needs it. */
export interface RejectTally {
  readonly rows: number;
  /** Rows that the filter left out. */
  readonly filtered: number;
  readonly perCode: ReadonlyMap<RejectCode, number>;
  /** The first few of them. */
  readonly first: readonly Reject[];
}

/** What the gate on rejects holds them against. */
export interface RejectGate {
  readonly allowed: { readonly count: number } | { readonly share: number };
  /** The sources, for messages. */
  readonly names: string;
  /** File all rejects are written to, where there is one. */
  readonly rejectsFile: string | undefined;
}

/** @throws LabelmillError NO_ROWS, TOO_MANY_REJECTS */
export function gateRejects(tally: RejectTally, { allowed, names, rejectsFile }: RejectGate): void {
  if (tally.rows === 0) throw new LabelmillError('NO_ROWS', `no rows in ${names}: is it empty, or is there a header only?`);
  if (tally.filtered === tally.rows) {
    throw new LabelmillError(
      'NO_ROWS',
      `"where" leaves out all ${tally.rows} rows of ${names}: is it what you mean? Cells of a table are text, and names of fields are exact`,
      { rows: tally.rows },
    );
  }
  const rejected = [...tally.perCode.values()].reduce((sum, count) => sum + count, 0);
  const limit = 'count' in allowed ? allowed.count : Math.floor(allowed.share * tally.rows);
  if (rejected <= limit) return;
  const perCode = [...tally.perCode.entries()].sort((a, b) => b[1] - a[1]).map(([code, count]) => `${code} ${count}`);
  const lines = tally.first.map(
    (reject) => `  ${printable(formatOrigin(reject.origin), 200)}: ${reject.code}: ${printable(reject.message, 300)}`,
  );
  const more = rejected > lines.length ? [`  … and ${rejected - lines.length} more`] : [];
  throw new LabelmillError(
    'TOO_MANY_REJECTS',
    [
      `${rejected} of ${tally.rows} rows can't be used (${perCode.join(', ')}); ${limit === 0 ? 'none' : limit} may be set aside`,
      ...lines,
      ...more,
      `mend the rows or the mapping, let them be set aside with --max-rejects N or P%, or see all of them ${rejectsFile === undefined ? 'with --rejects FILE' : `in ${rejectsFile}`}`,
    ].join('\n'),
    { rejected, rows: tally.rows, allowed: limit, codes: perCode },
  );
}

/** Equal inputs, and where the first few of them stand. */
export interface EqualInputs {
  readonly counts: SetCounts;
  readonly policies: SettlePolicies;
  readonly duplicatePlaces: readonly Origin[];
  readonly contradictionPlaces: readonly Origin[];
}

/** @throws LabelmillError DUPLICATES_FOUND, CONTRADICTIONS_FOUND */
export function gateEqualInputs({ counts, policies, duplicatePlaces, contradictionPlaces }: EqualInputs): void {
  const { duplicates, contradictions } = counts;
  if (policies.contradictions === 'fail' && contradictions.inputs > 0) {
    throw new LabelmillError(
      'CONTRADICTIONS_FOUND',
      `inputs with different labels: ${contradictions.inputs}, in ${contradictions.examples} rows (${places(contradictionPlaces)}); settle them with --contradictions drop, majority or merge`,
      { inputs: contradictions.inputs, examples: contradictions.examples },
    );
  }
  if (policies.duplicates === 'fail' && duplicates.inputs > 0) {
    throw new LabelmillError(
      'DUPLICATES_FOUND',
      `inputs that occur more than once with the same labels: ${duplicates.inputs}, with ${rowsTooMany(duplicates.examples)} (${places(duplicatePlaces)}); set them aside with --duplicates keep-one`,
      { inputs: duplicates.inputs, examples: duplicates.examples },
    );
  }
}

function places(origins: readonly Origin[]): string {
  const shown = origins.slice(0, SHOWN_PLACES).map((origin) => printable(formatOrigin(origin), 200));
  return shown.join(', ') + (origins.length > SHOWN_PLACES ? ', …' : '');
}

/** @throws LabelmillError NO_CLASS_LEFT, SINGLE_CLASS */
export function gateClasses(
  input: BalanceInput,
  rare: RarePlan,
  options: BalanceOptions & { readonly allowSingleClass: boolean },
): void {
  const remaining = countClasses(rare.sets, rare.counts, rare.classes.length);
  const classesLeft = input.targets.map(() => 0);
  const lastLeft = input.targets.map(() => -1);
  remaining.forEach((examples, place) => {
    if (examples === 0) return;
    const target = rare.classes.targetOf(place);
    classesLeft[target] = (classesLeft[target] ?? 0) + 1;
    lastLeft[target] = place;
  });
  input.targets.forEach((target, at) => {
    if (classesLeft[at] === 0) {
      const why = describeLargest(input, options, at) ?? 'no example carries a label of it';
      throw new LabelmillError('NO_CLASS_LEFT', `no class of target ${quoted(target)} is left: ${why}; lower --min`, { target });
    }
    if (classesLeft[at] === 1 && !options.allowSingleClass) {
      const only = lastLeft[at] ?? 0;
      const name = rare.classes.nameOf(only);
      const hadOthers = countOfTarget(input, at) > 1;
      throw new LabelmillError(
        'SINGLE_CLASS',
        `target ${quoted(target)} has one class only, ${quoted(name)} with ${remaining[only] ?? 0} examples: there is nothing to tell apart; ${hadOthers ? 'lower --min, or ' : ''}let it through with --allow-single-class`,
        { target, class: name },
      );
    }
  });
}

/** Classes of a target before balance. */
function countOfTarget({ classes }: BalanceInput, target: number): number {
  let count = 0;
  for (let place = 0; place < classes.length; place++) if (classes.targetOf(place) === target) count++;
  return count;
}
