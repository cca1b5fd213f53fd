import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, createChecker } from '../../src/check/check.js';
import { createLabelSets } from '../../src/core/label-sets.js';
import { check, prepare } from '../../src/index.js';
import { cleanRows, issuesOf, told, type Row } from './examples.js';

const CLEAN = cleanRows(400);

/** Clean rows with one of them replaced, at row 7. */
function withText(text: string): Row[] {
  return CLEAN.map((row, at) => (at === 6 ? { ...row, text } : row));
}

function withRows(...rows: readonly Row[]): Row[] {
  return [...CLEAN, ...rows];
}

/** Rows in splits, eight of ten in train, both classes in each. */
function inSplits(rows: readonly Row[]): Row[] {
  return rows.map((row, at) => {
    const place = Math.floor(at / 2) % 10;
    return { ...row, split: place < 8 ? 'train' : place === 8 ? 'validation' : 'test' };
  });
}

const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27uhbUJU1p1r`;

/** Code, what is planted, and the rows that must be named; nothing else may be told. */
const IN_A_TEXT: readonly (readonly [code: string, text: string])[] = [
  ['text-blank', '?! …'],
  ['text-blank', '…'],
  ['control-character', 'the lamp is \u0007broken since monday'],
  ['control-character', 'it costs \u0093nothing\u0094 they told me'],
  ['zero-width', 'pass\u200bword does not work anymore'],
  ['replacement-character', 'the caf\ufffd around the corner'],
  ['mojibake', 'the cafÃ© around the corner'],
  ['mojibake', 'it doesnâ€™t work'],
  ['mojibake', 'thank you ðŸ˜€ for all'],
  ['mojibake', 'ÐŸÑ€Ð¸Ð²ÐµÑ‚ to all of you'],
  ['mixed-script', 'my p\u0430ypal account is locked'],
  ['other-script', 'Где моя посылка, скажите пожалуйста'],
  ['e-mail', 'please write to anna.schmidt+shop@example.co.uk as soon as you can'],
  ['phone-number', 'call me on +49 151 23456789 after five'],
  ['phone-number', 'my number is (555) 123-4567 if you need it'],
  ['card-number', 'i paid with 4111 1111 1111 1111 last week'],
  ['secret', `the call fails with the header ${JWT}`],
  ['secret', `we use AKIAIOSFODNN7EXAMPLE for that`],
  ['text-length', Array.from({ length: 400 }, (_, at) => `item ${'abcdefghij'[at % 10] ?? ''}`).join(' ')],
];

describe('a clean set', () => {
  it('has no issues', async () => {
    expect(await issuesOf(CLEAN)).toEqual([]);
  });

  it('has none but the certificate where splits are given', async () => {
    const issues = await issuesOf(inSplits(CLEAN));
    expect(told(issues)).toEqual([['split-certificate', []]]);
  });

  it.each([
    'die Größe der Jacke stimmt nicht, à bientôt in Zürich',
    'me gustaría cambiar la dirección, ¿es posible mañana?',
    'SÃO PAULO, AMANHÃ” e depois',
    'the resistor has 10 kΩ and Δt is small',
    'order 20240501123456 of 2024-05-01 12:30 for 1,234,567.89 euros',
    'family 👨‍👩‍👧 and flags 🇫🇷 are fine',
    'می‌خواهم سفارش را لغو کنم with a joiner in its place',
    'see you @ home @ 5',
    'my order 4111 1111 1111 1112 is late',
  ])('stays clean with "%s"', async (text) => {
    expect(told(await issuesOf(withText(text), { checks: { 'other-script': 'off' } }))).toEqual([]);
  });
});

describe('a fault in one text', () => {
  it.each(IN_A_TEXT)('%s is found in its row, and nothing else: %s', async (code, text) => {
    const issues = (await issuesOf(withText(text))).filter((issue) => code !== 'text-length' || issue.code !== 'word-count');
    expect(told(issues)).toEqual([[code, [7]]]);
    expect(issues[0]).toMatchObject({ count: 1, share: 1 / CLEAN.length });
  });

  it.each(IN_A_TEXT.filter(([code]) => ['e-mail', 'phone-number', 'card-number', 'secret'].includes(code)))(
    '%s is masked where it is shown: %s',
    async (_code, text) => {
      const shown = JSON.stringify(await issuesOf(withText(text)));
      expect(shown).toMatch(/\[(?:e-mail|phone number|card number|secret)\]/);
      for (const part of ['anna', '151', '4567', '1111', 'eyJ', 'AKIA']) expect(shown).not.toContain(part);
    },
  );

  it('word-count names a text whose words are many', async () => {
    const text = Array.from({ length: 100 }, (_, at) => `${at % 7} x`).join(' ');
    expect(told(await issuesOf(withText(text), { checks: { 'text-length': 'off' } }))).toEqual([['word-count', [7]]]);
  });

  it('token-limit counts by itself where the config asks for it', async () => {
    const words = withText(Array.from({ length: 30 }, (_, at) => `word${at}`).join(' '));
    const others = { 'text-length': 'off', 'word-count': 'off' } as const;
    expect(told(await issuesOf(words, { checks: others }))).toEqual([]);
    expect(told(await issuesOf(words, { checks: { ...others, 'token-limit': { limit: 40 } } }))).toEqual([['token-limit', [7]]]);
  });

  it('token-limit names a text of more tokens than the limit', async () => {
    const checks = { 'token-limit': { limit: 20 }, 'text-length': 'off', 'word-count': 'off' } as const;
    const hooks = { countTokens: (text: string) => text.split(' ').length };
    const text = Array.from({ length: 21 }, (_, at) => `w${'abcdefghijklmnopqrstu'[at] ?? ''}`).join(' ');
    expect(told(await issuesOf(withText(text), { checks }, hooks))).toEqual([['token-limit', [7]]]);
    expect(told(await issuesOf(withText(text.slice(0, -3)), { checks }, hooks))).toEqual([]);
  });
});

describe('faults of many texts', () => {
  it('text-start names what texts begin with', async () => {
    const rows = CLEAN.map((row, at) => (at % 5 === 0 ? { ...row, text: `[EXTERNAL MAIL] ${row.text}` } : row));
    const issues = await issuesOf(rows);
    expect(issues).toMatchObject([{ code: 'text-start', count: 80, share: 0.2 }]);
    expect(issues[0]?.message).toContain('"[EXTERNAL MAIL] "');
  });

  it('text-start names it also among more starts than it counts apart', async () => {
    const rows = Array.from({ length: 40_000 }, (_, at) => ({
      text: at % 5 === 0 ? `[EXTERNAL MAIL] ${at}` : `${at * 7919} is one of many starts`,
      label: at % 2 === 0 ? 'billing' : 'refund',
    }));
    const found = (await issuesOf(rows)).filter(({ code }) => code === 'text-start');
    expect(found).toMatchObject([{ count: 8000, share: 0.2, message: expect.stringContaining('"[EXTERNAL MAIL] "') }]);
  });

  it.each([
    ['a code in some of its texts', (row: Row, at: number) => (at % 12 === 0 ? `${row.text} billing_2` : row.text), 'billing_2'],
    ['a word before most of its texts', (row: Row) => `billing: ${row.text}`, 'billing'],
    ['a word in brackets after its texts', (row: Row) => `${row.text} [billing]`, 'billing'],
  ])('label-in-text finds %s', async (_what, text, label) => {
    const rows = CLEAN.map((row, at) => (row.label === 'billing' ? { text: text(row, at - 1), label } : row));
    const issues = await issuesOf(rows, { checks: { 'text-start': 'off' } });
    expect(told(issues).map(([code]) => code)).toEqual(['label-in-text']);
    expect(issues[0]?.places.every(({ row }) => row % 2 === 0)).toBe(true);
  });

  it('label-in-text lets a class pass whose texts hold the word it is called by', async () => {
    const rows = CLEAN.map((row) => (row.label === 'billing' ? { ...row, text: `${row.text} because of billing today` } : row));
    expect(told(await issuesOf(rows))).toEqual([]);
  });

  it('text-is-label finds texts, and messages, that are their label', async () => {
    const rows = withRows(...[1, 2, 3].map((at) => ({ text: `${'!'.repeat(at)} Refund`, label: 'refund' })));
    const checks = { 'class-small': 'off', 'folded-duplicate': 'off' } as const;
    expect(told(await issuesOf(rows, { checks }))).toEqual([['text-is-label', [401, 402, 403]]]);
    const chats = CLEAN.map(({ text, label }) => ({
      label,
      turns: [
        { role: 'user', content: text },
        { role: 'assistant', content: label },
      ],
    }));
    const mapping = { messages: 'turns', labels: { topic: { field: 'label' } } };
    const { issues } = await check({ sources: [{ rows: chats }], mapping, checks: { 'label-in-text': 'off' } });
    expect(issues.map(({ code, count }) => [code, count])).toEqual([
      ['text-is-label', 200],
      ['text-is-label', 200],
    ]);
  });
});

describe('faults of classes', () => {
  it('class-small and class-imbalance name the class', async () => {
    const rows = withRows({ text: 'nobody knows what this is about', label: 'other' });
    expect(told(await issuesOf(rows))).toEqual([
      ['class-small', [401]],
      ['class-imbalance', []],
    ]);
  });

  it('single-class is an error', async () => {
    const issues = await issuesOf(CLEAN.map((row) => ({ ...row, label: 'billing' })));
    expect(issues).toMatchObject([{ code: 'single-class', severity: 'error' }]);
  });

  it.each(['Billing', 'billing ', 'bill\u200bing', '\uff42illing', 'b\u0456lling', 'biling', 'bililng'])(
    'class-look-alike gives the map that merges %s',
    async (odd) => {
      const rows = withRows(...[1, 2, 3].map((at) => ({ text: `yet another one, number ${at}`, label: odd })));
      const checks = { 'class-small': 'off', 'class-imbalance': 'off' } as const;
      const issues = await issuesOf(rows, { checks });
      expect(told(issues)).toEqual([['class-look-alike', [401]]]);
      const map = JSON.parse(/\{.*\}$/.exec(issues[0]?.advice ?? '')?.[0] ?? '');
      expect(map).toEqual({ [odd]: 'billing' });
      const mapping = { text: 'text', labels: { topic: { field: 'label', map } } };
      expect(told(await issuesOf(rows, { checks, mapping }))).toEqual([]);
    },
  );

  it.each(['rebilling', 'billing2', 'xbilling', 'filing'])('class-look-alike leaves %s alone', async (other) => {
    const rows = withRows({ text: 'yet another one', label: other });
    const checks = { 'class-small': 'off', 'class-imbalance': 'off' } as const;
    expect(told(await issuesOf(rows, { checks }))).toEqual([]);
  });

  it('class-unknown names classes that the list lacks', async () => {
    expect(await issuesOf(CLEAN, { classes: ['delivery', 'billing'] })).toEqual([]);
    expect(told(await issuesOf(CLEAN, { classes: { topic: ['delivery'] } }))).toEqual([['class-unknown', [2]]]);
  });
});

describe('equal inputs', () => {
  const [first] = CLEAN;
  const text = first?.text ?? '';

  it.each([
    ['duplicate', { text, label: 'delivery' }],
    ['contradiction', { text, label: 'billing' }],
    ['folded-duplicate', { text: ` ${text.toUpperCase()}!`, label: 'delivery' }],
    ['folded-contradiction', { text: text.replace(' ', ', '), label: 'billing' }],
  ])('%s names both places', async (code, row) => {
    const issues = await issuesOf(withRows(row));
    expect(told(issues)).toEqual([[code, [1, 401]]]);
    expect(issues[0]?.count).toBe(1);
  });

  it.each([
    ['split-leak', text],
    ['folded-leak', `${text}…`],
  ])('%s names both places', async (code, copy) => {
    const rows = [...inSplits(CLEAN), { text: copy, label: 'delivery', split: 'test' }];
    const issues = (await issuesOf(rows)).filter(
      (issue) => !['split-certificate', 'duplicate', 'folded-duplicate'].includes(issue.code),
    );
    expect(told(issues)).toEqual([[code, [1, 401]]]);
  });

  it('numbers that a sign between digits makes different are different', async () => {
    const rows = withRows(
      { text: 'set it to 10.5 degrees', label: 'delivery' },
      { text: 'set it to 105 degrees', label: 'billing' },
    );
    expect(told(await issuesOf(rows))).toEqual([]);
  });
});

describe('faults of splits', () => {
  const splits = inSplits(CLEAN);

  it('class-without-train and class-missing-from-split name the class', async () => {
    const other = (split: string): Row[] =>
      Array.from({ length: 10 }, (_, at) => ({ text: `one of its own ${'abcdefghij'[at] ?? ''}`, label: 'other', split }));
    const codes = async (split: string) => (await issuesOf([...splits, ...other(split)])).map(({ code }) => code);
    expect(await codes('test')).toEqual(['class-without-train', 'label-drift', 'split-certificate']);
    expect(await codes('train')).toEqual(['class-missing-from-split', 'class-missing-from-split', 'split-certificate']);
  });

  it('label-drift names the class that is farthest off', async () => {
    const rows = splits.map((row) => (row.split === 'test' ? { ...row, label: 'billing' } : row));
    const issues = await issuesOf(rows);
    expect(issues.filter(({ code }) => code === 'label-drift')).toMatchObject([{ share: 0.5 }]);
  });
});

describe('a prepared folder', () => {
  it('is checked by its splits, its files and its baseline', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'labelmill-check-test-'));
    try {
      const mapping = { text: 'text', labels: { topic: { field: 'label' } } };
      const prepareAt = (name: string, rows: readonly Row[]) =>
        prepare({ sources: [{ rows }], mapping, out: join(folder, name) }).then(({ out }) => out);
      const out = await prepareAt('v1', CLEAN);
      const codesOf = async (request: Parameters<typeof check>[0]) => (await check(request)).issues.map(({ code }) => code);
      expect(await codesOf({ folder: out, baseline: out })).toEqual(['split-certificate', 'validation-too-large']);
      const small = { 'file-too-large': { limit: 1000 } } as const;
      expect(await codesOf({ folder: out, checks: small })).toEqual([
        'file-too-large',
        'split-certificate',
        'validation-too-large',
      ]);
      const raw = (rows: readonly Row[]) => codesOf({ sources: [{ rows }], mapping, baseline: join(out, 'manifest.json') });
      expect(await raw(CLEAN)).toEqual([]);
      expect(await raw(CLEAN.map((row) => ({ ...row, label: row.label === 'billing' ? 'money' : row.label })))).toEqual([
        'baseline-class-lost',
        'baseline-drift',
        'baseline-class-new',
      ]);
      expect(await raw(withRows({ text: CLEAN[0]?.text ?? '', label: 'billing' }))).toEqual([
        'baseline-contradictions',
        'contradiction',
      ]);
      expect(await raw(withRows(...CLEAN.slice(0, 40)))).toEqual(['baseline-duplicates', 'duplicate']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('rejects', () => {
  it('are issues with their places, errors above what is let through', async () => {
    const rows = withRows({ text: '', label: 'billing' }, { text: 'no label', label: '' });
    const codes = async (maxRejects: number) =>
      (await issuesOf(rows, { maxRejects })).map(({ code, severity, places }) => [code, severity, places[0]?.row]);
    expect(await codes(1)).toEqual([
      ['text-empty', 'error', 401],
      ['label-missing', 'error', 402],
    ]);
    expect(await codes(2)).toEqual([
      ['text-empty', 'info', 401],
      ['label-missing', 'info', 402],
    ]);
  });
});

describe('settings', () => {
  it('turn a check off, change its severity, and let findings through', async () => {
    const rows = withText('write to anna@example.com');
    const severities = async (option: 'off' | 'error' | { max: number } | { maxShare: number }) =>
      (await issuesOf(rows, { checks: { 'e-mail': option } })).map(({ severity }) => severity);
    expect(await severities('off')).toEqual([]);
    expect(await severities('error')).toEqual(['error']);
    expect(await severities({ max: 1 })).toEqual([]);
    expect(await severities({ maxShare: 0.002 })).toEqual(['warn']);
    expect(await severities({ maxShare: 0.003 })).toEqual([]);
  });

  it('name no check that there is not', async () => {
    await expect(issuesOf(CLEAN, { checks: { 'e-mial': 'off' } })).rejects.toThrow('did you mean "e-mail"?');
  });
});

describe('near duplicates', () => {
  const NEAR = 'could you tell me where the parcel with the number 4711 is at the moment please';
  const CLOSE = NEAR.replace('4711', '4712');
  const planted = (...splits: readonly string[]): Row[] =>
    [...(splits.length > 0 ? inSplits(CLEAN) : CLEAN), { text: NEAR, label: 'delivery' }, { text: CLOSE, label: 'delivery' }].map(
      (row, at) => (at < CLEAN.length || splits.length === 0 ? row : { ...row, split: splits[at - CLEAN.length] ?? 'train' }),
    );

  it('are looked for only where that is asked for', async () => {
    expect(told(await issuesOf(planted()))).toEqual([]);
  });

  it('near-duplicate names the pair, with its similarity', async () => {
    const [issue, ...others] = await issuesOf(planted(), { nearDuplicates: 'warn', nearDuplicateThreshold: 0.9 });
    expect(others).toEqual([]);
    expect(told([issue!])).toEqual([['near-duplicate', [401, 402]]]);
    expect(issue).toMatchObject({ severity: 'warn', count: 1, share: 2 / 402 });
    expect(issue?.message).toMatch(
      /^inputs that are nearly the same: 1 cluster, with 2 inputs, the closest with a similarity of 0\.9\d$/,
    );
  });

  it('of given splits are those in different ones', async () => {
    const request = { nearDuplicates: 'warn', nearDuplicateThreshold: 0.9, checks: { 'split-certificate': 'off' } } as const;
    expect(told(await issuesOf(planted('train', 'test'), request))).toEqual([['near-duplicate', [401, 402]]]);
    expect(told(await issuesOf(planted('test', 'test'), request))).toEqual([]);
  });

  it('that may have been missed are told by near-duplicate-capped', () => {
    const near = { clusters: 0, inputs: 0, closest: undefined, places: [], isAcrossSplits: false, capped: 2 };
    const known = { labelSets: createLabelSets(1).freeze(), certificate: undefined, files: [], knownClasses: undefined };
    const checker = createChecker({ targets: ['topic'] });
    const issues = checker.finish(checker.facts({ ...known, baseline: undefined, near }));
    expect(issues.map(({ code, count }) => [code, count])).toEqual([['near-duplicate-capped', 2]]);
  });
});

it('plants a fault for every check of the catalogue', async () => {
  const { readFile } = await import('node:fs/promises');
  const source = await readFile(new URL(import.meta.url), 'utf8');
  expect(
    CATALOGUE.map(({ code }) => code).filter((code) => !source.includes(`'${code}'`) && !source.includes(`${code} `)),
  ).toEqual([]);
});
