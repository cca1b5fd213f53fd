import { createUint32List } from '../core/growable.js';
import { foldText } from './fold-text.js';
import { createShingleDictionary } from './shingle-dictionary.js';

/** The sets of shingles of many texts. */
export interface ShingledTexts {
  /** Distinct shingles of all texts together. */
  readonly shingleCount: number;
  /** Adds a text under the next number. */
  add(text: string): void;
  /** Distinct shingles of a text. */
  sizeOf(number: number): number;
  /** The distinct shingles of a text by their numbers, in the order in which they first stand there. */
  shinglesOf(number: number): Uint32Array;
  /** 32 bits that follow from a shingle alone, not from the texts or their order. */
  hashOf(shingle: number): number;
}

/** Shingles in one piece of memory: 2 MiB. A set of more has a piece of its own. */
const PIECE = 512 * 1024;

/** Memory: four bytes per shingle of a text, 12 per text, 24 to 32 per distinct shingle. The texts themselves are not kept. */
export function createShingledTexts(): ShingledTexts {
  const dictionary = createShingleDictionary();
  /** By shingle: the last text it was seen in, counted from 1. */
  const lastSeen = createUint32List();
  const sizes = createUint32List();
  const pieceOf = createUint32List();
  const starts = createUint32List();
  const pieces: Uint32Array[] = [];
  let piece = new Uint32Array(0);
  let filled = 0;

  return {
    get shingleCount() {
      return dictionary.size;
    },
    add(text) {
      const folded = foldText(text);
      if (filled + folded.length > piece.length) {
        piece = new Uint32Array(Math.max(PIECE, folded.length));
        pieces.push(piece);
        filled = 0;
      }
      const start = filled;
      const reading = sizes.length + 1;
      let first = folded.charCodeAt(0);
      let second = folded.charCodeAt(1);
      for (let at = 2; at < folded.length; at++) {
        const third = folded.charCodeAt(at);
        const shingle = dictionary.numberOf(first, second, third);
        if (shingle === lastSeen.length) lastSeen.push(0);
        if (lastSeen.at(shingle) !== reading) {
          lastSeen.set(shingle, reading);
          piece[filled++] = shingle;
        }
        first = second;
        second = third;
      }
      sizes.push(filled - start);
      starts.push(start);
      pieceOf.push(pieces.length - 1);
    },
    sizeOf: (number) => sizes.at(number),
    shinglesOf(number) {
      const start = starts.at(number);
      return pieces[pieceOf.at(number)]?.subarray(start, start + sizes.at(number)) ?? piece.subarray(0, 0);
    },
    hashOf: dictionary.hashOf,
  };
}
