import type { Buffers } from './buffers.js';
import type { PackedRows, RepeatedRow } from './messages.js';

/** Collects rows whose inputs occur more than once: as objects each would take longer to send than to find. */
export interface RepeatedPacker {
  add(row: RepeatedRow): void;
  /** Bytes of raw rows and texts. */
  bytes(): number;
  pack(): PackedRows;
}

/** Numbers of a row. */
const WIDTH = 11;
const HALF = 32n;
const FIRST_BYTES = 64 * 1024;

export function createPacker(buffers: Buffers): RepeatedPacker {
  const numbers: number[] = [];
  let bytes = Buffer.alloc(0);
  let used = 0;

  const append = (piece: Uint8Array): void => {
    if (used + piece.length > bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(FIRST_BYTES, 2 * bytes.length, used + piece.length));
      larger.set(bytes.subarray(0, used));
      bytes = larger;
    }
    bytes.set(piece, used);
    used += piece.length;
  };

  return {
    add({ row, line, byte, before, labelSet, print, raw, text }) {
      const [train = 0, validation = 0, test = 0] = before;
      const [high, low] = [Number(print >> HALF), Number(BigInt.asUintN(32, print))];
      numbers.push(row, line, byte, train, validation, test, labelSet, high, low, raw.length, text.length);
      append(raw);
      append(text);
    },
    bytes: () => used,
    pack() {
      if (numbers.length === 0) return { numbers: new Float64Array(0), bytes: new Uint8Array(0) };
      const copy = buffers.copy(new Uint8Array(Float64Array.from(numbers).buffer));
      return { numbers: new Float64Array(copy.buffer, 0, numbers.length), bytes: buffers.copy(bytes.subarray(0, used)) };
    },
  };
}

/** The rows in order; their bytes are views of what was packed. */
export function* unpack({ numbers, bytes }: PackedRows): Iterable<RepeatedRow> {
  let used = 0;
  const cut = (size: number): Uint8Array => bytes.subarray(used, (used += size));
  for (let at = 0; at < numbers.length; at += WIDTH) {
    const [row = 0, line = 0, byte = 0, train = 0, validation = 0, test = 0, labelSet = 0, ...rest] = numbers.subarray(
      at,
      at + WIDTH,
    );
    const [high = 0, low = 0, rawSize = 0, textSize = 0] = rest;
    const print = (BigInt(high) << HALF) | BigInt(low);
    yield { row, line, byte, before: [train, validation, test], labelSet, print, raw: cut(rawSize), text: cut(textSize) };
  }
}
