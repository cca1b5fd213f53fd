import iconv from 'iconv-lite';
import { LabelmillError } from '../../core/errors.js';
import { REPLACEMENT, type Decoded, type Decoder, type Fault, type Substitute } from './decoder.js';

/** Bytes without any below 0x30 (space, comma, line end, …) that may come in one piece: 16 MiB. */
const PIECE_LIMIT_BYTES = 16 * 1024 * 1024;
/** In the encodings that are read here no character but one of a single byte ends in a byte below this one. */
const FIRST_TRAIL_BYTE = 0x30;

/** Where a text comes from, for messages. */
export interface LegacyText {
  readonly name: string;
  readonly encoding: string;
}

/**
 * A text in an encoding of the time before Unicode as UTF-8, by iconv-lite (TextDecoder takes windows-1252 for ISO-8859-1 in
 * Node 20). Bytes that stand for no character are faults. Pieces are cut where a character must end, so that each is decoded by
 * itself and places are exact. About 50 MB/s.
 * @throws LabelmillError SOURCE_MALFORMED from `next` where 16 MiB hold no such place
 */
export function createLegacyDecoder(text: LegacyText, substitute: Substitute): Decoder {
  const { name, encoding } = text;
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;

  function decode(bytes: Buffer): Decoded {
    const firstByte = offset;
    offset += bytes.length;
    const decoded = iconv.decode(bytes, encoding, { stripBOM: false });
    if (!decoded.includes(REPLACEMENT)) return { text: Buffer.from(decoded), faults: [] };
    return decodeFaulty(bytes, firstByte);
  }

  /** As decode, byte by byte. */
  function decodeFaulty(bytes: Buffer, firstByte: number): Decoded {
    const decoder = iconv.getDecoder(encoding, { stripBOM: false });
    const pieces: Buffer[] = [];
    const faults: Fault[] = [];
    let size = 0;
    const add = (piece: Buffer): void => {
      pieces.push(piece);
      size += piece.length;
    };
    /** First byte of the character that is being read. */
    let start = 0;
    for (let at = 0; at <= bytes.length; at++) {
      const characters = at === bytes.length ? (decoder.end() ?? '') : decoder.write(bytes.subarray(at, at + 1));
      for (const character of characters) {
        if (character !== REPLACEMENT) {
          add(Buffer.from(character));
          continue;
        }
        faults.push({ at: size, byte: firstByte + start });
        if (substitute === undefined) return { text: Buffer.concat(pieces), faults };
        add(substitute(1));
      }
      if (characters !== '') start = at + 1;
    }
    return { text: Buffer.concat(pieces), faults };
  }

  return {
    next(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const from = rest.length;
      let whole = bytes.length;
      while (whole > from && (bytes[whole - 1] ?? 0) >= FIRST_TRAIL_BYTE) whole--;
      if (whole === from) whole = 0;
      rest = bytes.subarray(whole);
      if (rest.length <= PIECE_LIMIT_BYTES) return decode(bytes.subarray(0, whole));
      const message = `${name}: ${rest.length} bytes from byte ${offset} on hold no space and no line end: is this text, and in ${encoding}?`;
      throw new LabelmillError('SOURCE_MALFORMED', message, { source: name, byte: offset, encoding });
    },
    end: () => decode(rest),
  };
}
