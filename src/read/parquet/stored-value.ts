import type { LeafType } from './leaf-type.js';
import { createPageValues } from './page-values.js';
import type { ValuesPlace } from './page-values.js';

/** The value that stored bytes stand for, all of them as PLAIN has them, without a size. Undefined: they should be text and are not. */
export function valueOf(type: LeafType, bytes: Buffer): unknown {
  switch (type.stored) {
    case 'boolean':
      return bytes[0] === 1;
    case 'int32':
      return type.convert(bytes.readInt32LE());
    case 'int64':
      return type.convert(bytes.readBigInt64LE());
    case 'float':
      return bytes.readFloatLE();
    case 'double':
      return bytes.readDoubleLE();
    case 'bytes':
    case 'fixed':
      return type.convert(bytes, 0, bytes.length);
  }
}

/** Stored values one after the other, each with its size before it: as PLAIN has values of any length. */
export type SizedValues = Buffer;

/**
 * The values of a page in one of the delta encodings, as they are stored. About 50 ns a value.
 * @param count how many are wanted
 * @param limitBytes what they may come to
 * @throws Error where there are fewer or more bytes, or the encoding is another
 */
export function sizeValues(place: ValuesPlace, type: LeafType, count: number, limitBytes: number): SizedValues {
  if (!place.encoding.startsWith('DELTA_')) throw new Error(`the encoding ${place.encoding} is read value by value`);
  let bytes = Buffer.allocUnsafe(Math.min(limitBytes, 2 * place.bytes.length + 4 * count));
  let at = 0;
  const append = (size: number): number => {
    if (at + 4 + size > limitBytes) throw new Error('the values are too many bytes');
    if (at + 4 + size > bytes.length) bytes = Buffer.concat([bytes], Math.min(limitBytes, 2 * (at + 4 + size)));
    bytes.writeUInt32LE(size, at);
    at += 4 + size;
    return at - size;
  };
  const copy = (from: Buffer, start: number, end: number): number => {
    // first, as it may put other bytes in the place of these
    const to = append(end - start);
    return from.copy(bytes, to, start, end);
  };
  const values = createPageValues(place, storedType(type, { append, copy, bytes: () => bytes }), undefined);
  for (let done = 0; done < count; done++) values.next();
  return bytes.subarray(0, at);
}

interface Output {
  readonly append: (size: number) => number;
  readonly copy: (from: Buffer, start: number, end: number) => number;
  readonly bytes: () => Buffer;
}

/** The same type with values that are written out instead of converted. */
function storedType(type: LeafType, { append, copy, bytes }: Output): LeafType {
  switch (type.stored) {
    case 'int32':
      return {
        stored: 'int32',
        convert: (value) => {
          const at = append(4);
          return bytes().writeInt32LE(value, at);
        },
      };
    case 'int64':
      return {
        stored: 'int64',
        convert: (value) => {
          const at = append(8);
          return bytes().writeBigInt64LE(value, at);
        },
      };
    case 'bytes':
    case 'fixed':
      return { ...type, convert: copy };
    default:
      return type;
  }
}
