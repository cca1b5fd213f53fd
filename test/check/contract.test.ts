import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, createChecker, explain, explainable, type KnownFacts } from '../../src/check/check.js';
import { createLabelSets } from '../../src/core/label-sets.js';
import { ERROR_CODES, REJECT_CODES } from '../../src/index.js';

const NOTHING: KnownFacts = {
  labelSets: createLabelSets(1).freeze(),
  certificate: undefined,
  files: [],
  knownClasses: undefined,
  baseline: undefined,
};

describe('the catalogue', () => {
  it('has no code twice', () => {
    const codes = CATALOGUE.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe.each(CATALOGUE.map((check) => [check.code, check] as const))('the check %s', (code, check) => {
  it('has a code in small letters and a title that begins like a clause', () => {
    expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(check.title).toMatch(/^(?:[a-z]|U\+)/);
    expect(check.title).not.toMatch(/\.$/);
  });

  it('has a page that says what, why and what to do, and how to configure it', () => {
    const page = explain(code) ?? '';
    expect(page.startsWith(`${code}: ${check.title}\n\n`)).toBe(true);
    expect(check.explains.split('\n\n').length).toBeGreaterThan(1);
    expect(check.explains.length).toBeGreaterThan(250);
    expect(page).toContain(`"severity": "${check.severity}"`);
    if (check.threshold.limit !== undefined) expect(page).toContain(`"limit": ${check.threshold.limit.value}`);
  });

  it('says what its limit means, and has one that is not zero', () => {
    const { limit } = check.threshold;
    if (limit === undefined) return;
    expect(limit.value).toBeGreaterThan(0);
    expect(limit.means.length).toBeGreaterThan(10);
  });

  it('finds nothing in no data', () => {
    const checker = createChecker({ targets: ['topic'] });
    expect(checker.finish(checker.facts(NOTHING)).filter((issue) => issue.code === code)).toEqual([]);
  });

  it('is not looked at when it is left out', () => {
    const sets = createLabelSets(1);
    const checker = createChecker({ targets: ['topic'], leaveOut: [code] });
    for (const name of ['a', 'A']) {
      const origin = { source: 's', row: 1, line: 1, byte: 0 };
      const labels = [name];
      const input = { kind: 'text', text: '\u0007 anna@example.com' } as const;
      checker.example({ input, labels, origin, raw: () => '' }, { labelSet: sets.intern(labels), low: 1 });
    }
    const codes = checker.finish(checker.facts({ ...NOTHING, labelSets: sets.freeze() })).map((issue) => issue.code);
    expect(codes).not.toContain(code);
    expect(codes.length).toBeGreaterThan(0);
  });
});

describe('explain', () => {
  it('has a page for every check, reject and error', () => {
    const checks = CATALOGUE.map(({ code }) => code);
    const codes = [...checks, 'maximum-exceeded', ...Object.keys(REJECT_CODES), ...Object.keys(ERROR_CODES)];
    expect(codes.filter((code) => explain(code) === undefined)).toEqual([]);
    expect(explainable().map(([code]) => code)).toEqual([...new Set(codes)]);
    for (const [code] of explainable()) expect(explain(code)?.split('\n\n').length, code).toBeGreaterThan(1);
  });

  it('has a page for every code that prepare tells by itself', async () => {
    const told = await readFile(new URL('../../src/pipeline/issues.ts', import.meta.url), 'utf8');
    const codes = [...told.matchAll(/^ +'([a-z]+(?:-[a-z]+)+|duplicate|contradiction)',$/gm)].map(([, code = '']) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['contradiction', 'near-duplicate', 'maximum-exceeded', 'class-missing-from-split']),
    );
    expect(codes.filter((code) => explain(code) === undefined)).toEqual([]);
  });

  it('has none for other words', () => {
    for (const word of ['', 'toString', '__proto__', 'e-mails']) expect(explain(word)).toBeUndefined();
  });
});
