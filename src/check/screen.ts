import { createCharacterTable, UNITS, UNKNOWN, UNKNOWN_CELL } from './character-table.js';
import { FLAG } from './flags.js';
import { loadScreenKernel } from './load-kernel.js';

/** Characters that texts which start alike have in common. */
export const START_LENGTH = 12;
const PAGE_BYTES = 65536;

/** What is found in a few texts, by place among them. Halves of hashes are signed. */
export interface Screened {
  /** UTF-16 units. */
  readonly lengths: Int32Array;
  /** See flags.ts. */
  readonly flags: Int32Array;
  /** Runs of characters that are not white space. */
  readonly words: Int32Array;
  /** Hash of the first START_LENGTH characters, folded; 0 for a shorter text. */
  readonly starts: Int32Array;
  /** Hash of the folded text, 64 bits in two halves: equal for texts that differ in case, spaces, Unicode form or punctuation. */
  readonly highs: Int32Array;
  readonly lows: Int32Array;
  /** Low half of the hash of the text as it is. */
  readonly exacts: Int32Array;
}

/** The screening pass, over a few texts at a time. */
export interface Screener {
  /** Texts that can be screened at a time. */
  readonly most: number;
  /** @returns what is in these texts, valid until the next ones are screened */
  screen(texts: readonly string[]): Screened;
}

/**
 * The screening pass: flags, counts and hashes, about 170 ns for a text of 50 characters.
 * Folding: NFKC, lower case; every run of spaces, punctuation and invisible characters is one gap, none at the ends; a single
 * character of punctuation between two digits stays, so that 10.5, 105 and 10-5 are three. Texts with combining marks
 * or compatibility characters are normalized as a whole first.
 */
export function createScreener(): Screener {
  const pass = openKernel();
  const passOfOne = onceOpened(openKernel);
  return {
    most: pass.most,
    screen(texts) {
      const found = pass.screen(texts);
      const { flags, starts, highs, lows } = found;
      texts.forEach((text, place) => {
        if (((flags[place] ?? 0) & FLAG.exotic) === 0) return;
        const folded = passOfOne().screen([text.normalize('NFKC').toLowerCase()]);
        starts[place] = folded.starts[0] ?? 0;
        highs[place] = folded.highs[0] ?? 0;
        lows[place] = folded.lows[0] ?? 0;
      });
      return found;
    },
  };
}

/** Of one text what others are compared with: the halves of its folded hash. */
export function createFolder(): (text: string) => { readonly high: number; readonly low: number } {
  const { screen } = createScreener();
  return (text) => {
    const { highs, lows } = screen([text]);
    return { high: highs[0] ?? 0, low: lows[0] ?? 0 };
  };
}

function openKernel(): Screener {
  const { memory, mostTexts, resultsAt, tableAt, textAt, bytesFor, screen } = loadScreenKernel();
  const most = mostTexts();
  const place = textAt();
  const table = createCharacterTable();
  const cells = (): Uint32Array => new Uint32Array(memory.buffer, tableAt(), UNITS);
  /** Memory for texts of so many units, and what lies in it. */
  const reserve = (capacity: number) => {
    const missing = bytesFor(capacity) - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    const column = (number: number): Int32Array => new Int32Array(memory.buffer, resultsAt() + number * most * 4, most);
    const [lengths, flags, words, starts] = [column(0), column(1), column(2), column(3)];
    const found: Screened = { lengths, flags, words, starts, highs: column(4), lows: column(5), exacts: column(6) };
    return { capacity, bytes: Buffer.from(memory.buffer, place), found };
  };
  let room = reserve(PAGE_BYTES);
  const pass = (texts: readonly string[], all: string): number => {
    room.bytes.write(all, 0, all.length * 2, 'utf16le');
    return screen(texts.length, all.length, START_LENGTH);
  };

  cells().fill(UNKNOWN_CELL);
  return {
    most,
    screen(texts) {
      const all = texts.join('');
      if (all.length > room.capacity) room = reserve(all.length * 2);
      const { bytes, found } = room;
      texts.forEach(({ length }, at) => (found.lengths[at] = length));
      const flags = pass(texts, all);
      if ((flags & UNKNOWN) !== 0) {
        bytes.write(all, 0, all.length * 2, 'utf16le');
        table.fill(cells(), new Uint16Array(memory.buffer, place, all.length));
        pass(texts, all);
      }
      return found;
    },
  };
}

function onceOpened<Opened>(open: () => Opened): () => Opened {
  let opened: Opened | undefined;
  return () => (opened ??= open());
}
