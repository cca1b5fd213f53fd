import { InvalidArgumentError } from 'commander';

/** A flag's value as a number from 0, whole, decimal or as `4e-5`. What it may be beyond that, the function behind the command says. */
export function number(value: string): number {
  if (/^\d+(?:\.\d+)?(?:e-?\d+)?$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It takes a number.');
}
