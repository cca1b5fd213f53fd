import { describe, expect, it } from 'vitest';
import { nearName } from '../../src/core/near-name.js';

const KNOWN = ['sources', 'mapping', 'out', 'smallClasses', 'test', 'validation'];

describe('the nearest known name', () => {
  it.each([
    ['source', 'sources'],
    ['maping', 'mapping'],
    ['OUT', 'out'],
    ['smallclass', 'smallClasses'],
    ['tset', 'test'],
    ['val', 'validation'],
    ['validations', 'validation'],
  ])('of %s is %s', (key, near) => {
    expect(nearName(key, KNOWN)).toBe(near);
  });

  it.each(['x', 'banana', '', 'dev', 'o', 's'.repeat(65)])('is none for %j', (key) => {
    expect(nearName(key, KNOWN)).toBeUndefined();
  });
});
