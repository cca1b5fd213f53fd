import { describe, expect, it } from 'vitest';
import { createLineChecker } from '../../src/write/check-line.js';

const check = createLineChecker([
  { name: 'mood', kind: 'single', optional: true },
  { name: 'tags', kind: 'multi' },
]);

describe('the check of a line', () => {
  it('keeps the place of an optional target that is not there', () => {
    const line = '{"text":"a","labels":{"tags":["x","y"]}}';
    expect(check(Buffer.from(line))).toEqual({ input: { kind: 'text', text: 'a' }, labels: [undefined, ['x', 'y']] });
  });

  it('misses a target that is not optional', () => {
    expect(check(Buffer.from('{"text":"a","labels":{"mood":"good"}}'))).toMatchObject({ code: 'label-missing' });
  });
});
