import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import type { BalanceInput } from './balance-input.js';
import { nearName } from '../core/near-name.js';
import type { BalanceOptions } from './options.js';

/**
 * Refuses limits for targets and classes that the data does not have: a misspelt limit would silently do nothing. The class
 * that rare ones are mapped to counts as known.
 * @throws LabelmillError BALANCE_INVALID, naming the nearest known names. Time O(classes + limits).
 */
export function checkNames(input: BalanceInput, options: BalanceOptions): void {
  const limitsOfAll = [options.min, options.max, options.maxShare];
  if (limitsOfAll.every(({ perTarget, perClass }) => perTarget === undefined && perClass === undefined)) return;
  const known = knownNames(input, options);
  for (const limits of limitsOfAll) {
    for (const target of limits.perTarget?.keys() ?? []) checkTarget(target, known);
    for (const [target, classes] of limits.perClass ?? []) {
      const names = checkTarget(target, known);
      for (const name of classes.keys()) {
        if (!names.has(name)) refuse(`class "${name}" of target "${target}"`, name, names);
      }
    }
  }
}

function knownNames(input: BalanceInput, options: BalanceOptions): ReadonlyMap<string, ReadonlySet<string>> {
  const ofAll = options.rare.policy === 'map' ? [options.rare.class] : [];
  const names = input.targets.map((target) => [target, new Set(ofAll)] as const);
  for (let place = 0; place < input.classes.length; place++)
    names[input.classes.targetOf(place)]?.[1].add(input.classes.nameOf(place));
  return new Map(names);
}

function checkTarget(target: string, known: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  return known.get(target) ?? refuse(`target "${target}"`, target, known.keys());
}

function refuse(what: string, name: string, known: Iterable<string>): never {
  const near = nearName(name, [...known]);
  const hint = near === undefined ? 'remove the limit or correct the name' : `did you mean ${quoted(near)}?`;
  throw new LabelmillError('BALANCE_INVALID', `balance: a limit names ${what}, but the data has none of that name; ${hint}`, {
    name,
    near: near ?? '',
  });
}
