import { isUtf8 } from 'node:buffer';
import { findInvalid, incompleteTail, invalidLength } from '../utf8.js';
import type { Decoded, Decoder, Fault, Substitute } from './decoder.js';

/** Passes UTF-8 on as it is; what is not UTF-8 is a fault each (a maximal subpart in the words of Unicode 15, section 3.9). */
export function createUtf8Decoder(firstByte: number, substitute: Substitute): Decoder {
  let tail: Buffer = Buffer.alloc(0);
  let offset = firstByte;

  function decode(bytes: Buffer): Decoded {
    const begin = offset;
    offset += bytes.length;
    if (isUtf8(bytes)) return { text: bytes, faults: [] };
    const pieces: Buffer[] = [];
    const faults: Fault[] = [];
    let size = 0;
    const add = (piece: Buffer): void => {
      pieces.push(piece);
      size += piece.length;
    };
    let start = 0;
    for (let at = findInvalid(bytes, 0); at < bytes.length; at = findInvalid(bytes, start)) {
      add(bytes.subarray(start, at));
      faults.push({ at: size, byte: begin + at });
      if (substitute === undefined) return { text: Buffer.concat(pieces), faults };
      const length = invalidLength(bytes, at);
      add(substitute(length));
      start = at + length;
    }
    add(bytes.subarray(start));
    return { text: Buffer.concat(pieces), faults };
  }

  return {
    next(chunk) {
      const bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
      const whole = bytes.length - incompleteTail(bytes);
      tail = Buffer.from(bytes.subarray(whole));
      return decode(bytes.subarray(0, whole));
    },
    end: () => decode(tail),
  };
}
