import type { TableLayout } from '../reader.js';

/** A layout as bytes. A quote or an escape that is not there is -1, a comment that is not there is empty. */
export interface ByteTables {
  readonly delimiter: Buffer;
  readonly comment: Buffer;
  readonly quote: number;
  /** Where it is another character than the quote, or quotes are text. */
  readonly escape: number;
  readonly isQuoteDoubled: boolean;
  /** By state of the scan: 1 for each byte that means something; undefined where every byte must be looked at. */
  readonly stops: readonly (Uint8Array | undefined)[];
}

const LF = 10;
const CR = 13;

/** The tables of a layout, for states in the order cell start, in a cell, in quotes, in a fault, skipping. */
export function createByteTables(layout: TableLayout): ByteTables {
  const delimiter = Buffer.from(layout.delimiter);
  const quote = layout.quote === false ? -1 : layout.quote.charCodeAt(0);
  const isQuoteDoubled = layout.quote !== false && layout.escape === layout.quote;
  const escape = layout.escape === false || isQuoteDoubled ? -1 : layout.escape.charCodeAt(0);
  const inLine = tableOf([LF, CR]);
  const inCell = tableOf([LF, CR, delimiter[0] ?? 0, escape]);
  const inQuotes = tableOf([LF, CR, quote, escape]);
  return {
    delimiter,
    comment: Buffer.from(layout.comment === false ? '' : layout.comment),
    quote,
    escape,
    isQuoteDoubled,
    stops: [undefined, inCell, inQuotes, inLine, inLine],
  };
}

/** Whether these bytes stand here; undefined where the window ends among them. */
export function isAt(window: Buffer, at: number, bytes: Buffer): boolean | undefined {
  for (let place = 0; place < bytes.length; place++) {
    const byte = window[at + place];
    if (byte === undefined) return undefined;
    if (byte !== bytes[place]) return false;
  }
  return true;
}

function tableOf(bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) if (byte >= 0) table[byte] = 1;
  return table;
}
