import { readFile } from 'node:fs/promises';
import { LabelmillError, reasonOf } from '../core/errors.js';

/** Copied by `npm run build` from the package that carries it; `src` and `dist` are equally far from it. See NOTICE. */
const FILE = new URL('../../dist/tokens/tekken-240718.json', import.meta.url);

/** What a text is cut by: first into pieces, by the pattern, then each piece into the byte strings that have a rank. */
export interface Vocabulary {
  readonly pattern: RegExp;
  /** A byte string, one character per byte → its rank; the lower rank is merged first. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Bytes of the longest byte string. */
  readonly longest: number;
}

/**
 * Loads the 130,072 ranks of Tekken 240718, which the Ministral models of 2410 and Mistral Nemo share. About 0.1 s and 25 MB.
 * @throws LabelmillError INTERNAL where the package is not whole
 */
export async function loadVocabulary(): Promise<Vocabulary> {
  try {
    return parseVocabulary(JSON.parse(await readFile(FILE, 'utf8')));
  } catch (error) {
    const message = `cannot use ${FILE.pathname}: ${reasonOf(error)}; install the package again`;
    throw new LabelmillError('INTERNAL', message, { path: FILE.pathname }, error);
  }
}

/** The file is `{config: {pattern}, bpe_ranks: "! 0 AA== AQ== …"}`: after the mark and the first rank, byte strings in base64. */
function parseVocabulary(content: unknown): Vocabulary {
  const pattern = member(member(content, 'config'), 'pattern');
  const encoded = member(content, 'bpe_ranks');
  if (typeof pattern !== 'string' || typeof encoded !== 'string') throw new TypeError('it is no vocabulary');
  const ranks = new Map<string, number>();
  let longest = 0;
  for (const word of encoded.split(' ').slice(2)) {
    const bytes = atob(word);
    longest = Math.max(longest, bytes.length);
    ranks.set(bytes, ranks.size);
  }
  return { pattern: new RegExp(pattern, 'gu'), ranks, longest };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
