import { createCharacterTable, UNITS, UNKNOWN, UNKNOWN_CELL } from './character-table.js';
import { FLAG } from './flags.js';
import { loadScreenKernel } from './load-kernel.js';

/** Characters that texts which start alike have in common. */
export const START_LENGTH = 12;
const PAGE_BYTES = 65536;
/** Of each text: see kernel/kernel.ts. */
const NUMBERS = 8;

/** What is found in a text. Halves are signed, which an object holds without a box. */
export interface Screening {
  readonly flags: number;
  /** Runs of characters that are not white space. */
  readonly words: number;
  /** Hash of the first START_LENGTH characters, folded; 0 for a shorter text. */
  readonly start: number;
  /** Hash of the folded text, 64 bits in two halves: equal for texts that differ in case, spaces, Unicode form or punctuation. */
  readonly high: number;
  readonly low: number;
  /** Hash of the text as it is. */
  readonly exactHigh: number;
  readonly exactLow: number;
}

/** The screening pass, over a few texts at a time. */
export interface Screener {
  /** Texts that can be screened at a time. */
  readonly most: number;
  /** Screens these texts, at most so many. */
  screen(texts: readonly string[]): void;
  /** What was found in the text at a place among them. The object is the same each time. */
  found(place: number): Screening;
}

/**
 * The screening pass: flags, counts and hashes, about 1 ns a character and 100 ns a text.
 * Folding: NFKC, lower case; every run of spaces, punctuation and invisible characters is one gap, none at the ends; a single
 * character of punctuation between two digits stays, so that 10.5, 105 and 10-5 are three. Texts with combining marks
 * or compatibility characters are normalized as a whole first.
 */
export function createScreener(): Screener {
  const pass = openKernel();
  const passOfOne = onceOpened(openKernel);
  const found = { flags: 0, words: 0, start: 0, high: 0, low: 0, exactHigh: 0, exactLow: 0 };
  let texts: readonly string[] = [];
  let results = new Int32Array(0);
  return {
    most: pass.most,
    screen(given) {
      texts = given;
      results = pass.screen(given);
    },
    found(place) {
      const at = place * NUMBERS;
      found.flags = results[at] ?? 0;
      found.words = results[at + 1] ?? 0;
      found.exactHigh = results[at + 5] ?? 0;
      found.exactLow = results[at + 6] ?? 0;
      const isExotic = (found.flags & FLAG.exotic) !== 0;
      const folded = isExotic ? passOfOne().screen([(texts[place] ?? '').normalize('NFKC').toLowerCase()]) : results;
      const from = isExotic ? 0 : at;
      found.start = folded[from + 2] ?? 0;
      found.high = folded[from + 3] ?? 0;
      found.low = folded[from + 4] ?? 0;
      return found;
    },
  };
}

/** The pass over one text: what it answers is valid until it is called again. */
export function createOneScreener(): (text: string) => Screening {
  const { screen, found } = createScreener();
  return (text) => {
    screen([text]);
    return found(0);
  };
}

interface KernelPass {
  readonly most: number;
  /** @returns NUMBERS for each text */
  screen(texts: readonly string[]): Int32Array<ArrayBuffer>;
}

function openKernel(): KernelPass {
  const { memory, mostTexts, resultsAt, lengthsAt, tableAt, textAt, bytesFor, screen } = loadScreenKernel();
  const most = mostTexts();
  const place = textAt();
  const table = createCharacterTable();
  const cells = (): Uint32Array => new Uint32Array(memory.buffer, tableAt(), UNITS);
  let capacity = 0;
  let bytes = Buffer.alloc(0);
  let lengths = new Uint32Array(0);
  let results = new Int32Array(0);

  const reserve = (length: number): void => {
    const missing = bytesFor(length) - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    bytes = Buffer.from(memory.buffer, place);
    lengths = new Uint32Array(memory.buffer, lengthsAt(), most);
    results = new Int32Array(memory.buffer, resultsAt(), most * NUMBERS);
    capacity = length;
  };
  const pass = (texts: readonly string[], all: string): void => {
    bytes.write(all, 0, all.length * 2, 'utf16le');
    screen(texts.length, all.length, START_LENGTH);
  };

  reserve(PAGE_BYTES);
  cells().fill(UNKNOWN_CELL);
  return {
    most,
    screen(texts) {
      const all = texts.join('');
      if (all.length > capacity) reserve(all.length * 2);
      let flags = 0;
      texts.forEach(({ length }, at) => (lengths[at] = length));
      pass(texts, all);
      texts.forEach((_, at) => (flags |= results[at * NUMBERS] ?? 0));
      if ((flags & UNKNOWN) !== 0) {
        bytes.write(all, 0, all.length * 2, 'utf16le');
        table.fill(cells(), new Uint16Array(memory.buffer, place, all.length));
        pass(texts, all);
      }
      return results;
    },
  };
}

function onceOpened<Opened>(open: () => Opened): () => Opened {
  let opened: Opened | undefined;
  return () => (opened ??= open());
}
