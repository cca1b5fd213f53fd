import { describe, expect, it } from 'vitest';
import { checkBalance, type BalanceOptions } from '../../src/balance/balance.js';
import { optionsWith, perClass } from './plain-options.js';

describe('checkBalance', () => {
  const refused: readonly (readonly [string, Partial<BalanceOptions>, RegExp])[] = [
    ['a negative minimum', { min: { all: -1 } }, /minimum for all classes is -1/],
    ['a fraction as minimum', { min: { perTarget: new Map([['t', 1.5]]) } }, /minimum of target "t" is 1.5/],
    ['a maximum of zero', { max: perClass({ t: { a: 0 } }) }, /maximum of class "a" of target "t" is 0/],
    ['a share of one', { maxShare: { all: 1 } }, /share for all classes is 1/],
    ['a share that is no number', { maxShare: { all: Number.NaN } }, /share for all classes is NaN/],
    ['a class without a name to map to', { rare: { policy: 'map', class: '' } }, /without a name/],
    [
      'a minimum above the maximum for all',
      { min: { all: 9 }, max: { all: 5 } },
      /minimum for all classes is 9 but its maximum is 5/,
    ],
    [
      'a minimum above the maximum of a target',
      { min: { all: 9 }, max: { perTarget: new Map([['t', 5]]) } },
      /minimum of target "t" is 9 but its maximum is 5/,
    ],
    [
      'a minimum of a target above the maximum for all',
      { min: { perTarget: new Map([['t', 9]]) }, max: { all: 5 } },
      /minimum of target "t" is 9/,
    ],
    [
      'a minimum of a class above its maximum',
      { min: perClass({ t: { a: 9 } }), max: { all: 5 } },
      /minimum of class "a" of target "t" is 9/,
    ],
  ];
  it.each(refused)('refuses %s', (_, changes, message) => {
    expect(() => checkBalance(optionsWith(changes))).toThrow(message);
    expect(() => checkBalance(optionsWith(changes))).toThrow(expect.objectContaining({ code: 'BALANCE_INVALID' }));
  });

  it('accepts a count that a closer share replaces', () => {
    const share = { perTarget: new Map([['t', 0.5]]) };
    expect(() =>
      checkBalance(optionsWith({ min: { perTarget: new Map([['t', 9]]) }, max: { all: 5 }, maxShare: share })),
    ).not.toThrow();
  });

  it('accepts limits that fit together', () => {
    expect(() => checkBalance(optionsWith({ min: { all: 5 }, max: { all: 5 }, maxShare: { all: 0.2 } }))).not.toThrow();
  });
});
