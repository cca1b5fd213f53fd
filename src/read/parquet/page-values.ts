import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readVarInt } from 'hyparquet/src/thrift.js';
import { createHybridNumbers } from './hybrid.js';
import type { BytesConverter, LeafType } from './leaf-type.js';
import { PAGE_VALUES_LIMIT } from './limits.js';

/** The values of a page, nulls not among them, one after the other. */
export interface PageValues {
  /** @returns undefined for bytes that should be text and are not UTF-8. @throws Error where the page has no more */
  next(): unknown;
  /** Bytes of the value that `next` gave: of a text its length in UTF-8, of anything else 8. */
  size: number;
}

/** Values that data pages refer to by number. */
export interface Dictionary {
  readonly values: readonly unknown[];
  readonly sizes: Float64Array;
}

/** What a value that is no text counts for. */
const NUMBER_SIZE = 8;

/** Where the values of a page are, and how they are written. */
export interface ValuesPlace {
  readonly bytes: Buffer;
  readonly start: number;
  readonly encoding: string;
}

/**
 * Reads the values of a data page.
 * @throws Error where the bytes are not what the encoding says, or the encoding is not known
 */
export function createPageValues(place: ValuesPlace, type: LeafType, dictionary: Dictionary | undefined): PageValues {
  const { bytes, start, encoding } = place;
  switch (encoding) {
    case 'PLAIN':
      return createPlainValues(bytes, start, type);
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      if (dictionary === undefined) throw new Error('the values refer to a dictionary, but there is none');
      return createDictionaryValues(bytes, start, dictionary);
    case 'RLE':
      return createRunValues(bytes, start, type);
    case 'DELTA_BINARY_PACKED':
      return createDeltaValues(bytes, start, type);
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return createDeltaLengthValues(bytes, start, bytesConverter(type, encoding));
    case 'DELTA_BYTE_ARRAY':
      return createDeltaBytesValues(bytes, start, bytesConverter(type, encoding));
    case 'BYTE_STREAM_SPLIT':
      return createSplitValues(bytes, start, type);
    default:
      throw new Error(`the encoding ${encoding} is not supported`);
  }
}

/** All values of a dictionary page. @throws Error */
export function readDictionary(bytes: Buffer, count: number, type: LeafType): Dictionary {
  const source = createPlainValues(bytes, 0, type);
  // a value takes a byte at least, but for those without any
  if (count < 0 || count > PAGE_VALUES_LIMIT)
    throw new Error(`a dictionary of ${count} values; the limit is ${PAGE_VALUES_LIMIT}`);
  const values: unknown[] = [];
  const sizes = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    values.push(source.next());
    sizes[place] = source.size;
  }
  return { values, sizes };
}

function createPlainValues(bytes: Buffer, start: number, type: LeafType): PageValues {
  let at = start;
  switch (type.stored) {
    case 'boolean':
      return createBitValues(bytes, start);
    case 'int32':
      return numbers(() => type.convert(bytes.readInt32LE((at += 4) - 4)));
    case 'int64':
      return numbers(() => type.convert(bytes.readBigInt64LE((at += 8) - 8)));
    case 'float':
      return numbers(() => bytes.readFloatLE((at += 4) - 4));
    case 'double':
      return numbers(() => bytes.readDoubleLE((at += 8) - 8));
    case 'fixed':
      return piecewise(bytes, type.convert, () => {
        at += type.width;
        return [at - type.width, at];
      });
    case 'bytes': {
      const values: PageValues = {
        size: 0,
        next() {
          const first = at + 4;
          const end = first + bytes.readUInt32LE(at);
          if (end > bytes.length) throw new Error(`a value of ${end - first} bytes goes beyond the page`);
          at = end;
          values.size = end - first;
          return type.convert(bytes, first, end);
        },
      };
      return values;
    }
  }
}

function numbers(next: () => unknown): PageValues {
  return { size: NUMBER_SIZE, next };
}

/** Values in bytes, each from where `place` says. */
function piecewise(bytes: Buffer, convert: BytesConverter, place: () => readonly [start: number, end: number]): PageValues {
  const values: PageValues = {
    size: 0,
    next() {
      const [start, end] = place();
      if (end > bytes.length || end < start) throw new Error(`a value of ${end - start} bytes goes beyond the page`);
      values.size = end - start;
      return convert(bytes, start, end);
    },
  };
  return values;
}

function createBitValues(bytes: Buffer, start: number): PageValues {
  let bit = 0;
  return numbers(() => {
    const byte = bytes[start + Math.floor(bit / 8)];
    if (byte === undefined) throw new Error('the page has fewer values than it says');
    return ((byte >>> (bit++ % 8)) & 1) === 1;
  });
}

function createDictionaryValues(bytes: Buffer, start: number, dictionary: Dictionary): PageValues {
  const { values, sizes } = dictionary;
  const bitWidth = bytes[start];
  // a page of nulls may have no byte at all
  const indexes = bitWidth === undefined ? undefined : createHybridNumbers(bytes, start + 1, bytes.length, bitWidth);
  const result: PageValues = {
    size: 0,
    next() {
      if (indexes === undefined) throw new Error('the page has fewer values than it says');
      const index = indexes.next();
      if (index >= values.length) throw new Error(`value ${index} of a dictionary of ${values.length}`);
      result.size = sizes[index] ?? 0;
      return values[index];
    },
  };
  return result;
}

function createRunValues(bytes: Buffer, start: number, type: LeafType): PageValues {
  if (type.stored !== 'boolean') throw new Error('the encoding RLE is for truth values');
  if (start === bytes.length) return numbers(noMore);
  const end = start + 4 + bytes.readUInt32LE(start);
  const bits = createHybridNumbers(bytes, start + 4, end, 1);
  return numbers(() => bits.next() === 1);
}

function createDeltaValues(bytes: Buffer, start: number, type: LeafType): PageValues {
  let at = 0;
  if (type.stored === 'int32') {
    const { values } = unpackDeltas(bytes, start, (count) => new Int32Array(count));
    return numbers(() => type.convert(values[at++] ?? noMore()));
  }
  if (type.stored === 'int64') {
    const { values } = unpackDeltas(bytes, start, (count) => new BigInt64Array(count));
    return numbers(() => type.convert(values[at++] ?? noMore()));
  }
  throw new Error('the encoding DELTA_BINARY_PACKED is for integers');
}

function createDeltaLengthValues(bytes: Buffer, start: number, convert: BytesConverter): PageValues {
  const lengths = unpackDeltas(bytes, start, (count) => new Int32Array(count));
  let at = lengths.end;
  let place = 0;
  return piecewise(bytes, convert, () => {
    const first = at;
    at += lengths.values[place++] ?? noMore();
    return [first, at];
  });
}

/** Each value is so many bytes of the one before, and then its own. */
function createDeltaBytesValues(bytes: Buffer, start: number, convert: BytesConverter): PageValues {
  const prefixes = unpackDeltas(bytes, start, (count) => new Int32Array(count));
  const suffixes = unpackDeltas(bytes, prefixes.end, (count) => new Int32Array(count));
  let at = suffixes.end;
  let place = 0;
  let before: Buffer = Buffer.alloc(0);
  const values: PageValues = {
    size: 0,
    next() {
      const prefix = prefixes.values[place] ?? noMore();
      const suffix = suffixes.values[place++] ?? noMore();
      if (prefix < 0 || prefix > before.length) throw new Error(`a value shares ${prefix} bytes with one of ${before.length}`);
      if (suffix < 0 || at + suffix > bytes.length) throw new Error(`a value of ${suffix} bytes goes beyond the page`);
      const own = bytes.subarray(at, at + suffix);
      at += suffix;
      before = prefix === 0 ? own : Buffer.concat([before.subarray(0, prefix), own]);
      values.size = before.length;
      return convert(before, 0, before.length);
    },
  };
  return values;
}

/** Byte b of value i stands at b × count + i. */
function createSplitValues(bytes: Buffer, start: number, type: LeafType): PageValues {
  const width = splitWidth(type);
  const count = (bytes.length - start) / width;
  if (!Number.isInteger(count)) throw new Error(`values of ${width} bytes do not fill the page`);
  const value = Buffer.alloc(width);
  const plain: LeafType = type;
  let at = 0;
  const values: PageValues = {
    size: type.stored === 'fixed' ? width : NUMBER_SIZE,
    next() {
      if (at >= count) noMore();
      for (let byte = 0; byte < width; byte++) value[byte] = bytes[start + byte * count + at] ?? 0;
      at++;
      return createPlainValues(value, 0, plain).next();
    },
  };
  return values;
}

function splitWidth(type: LeafType): number {
  switch (type.stored) {
    case 'int32':
    case 'float':
      return 4;
    case 'int64':
    case 'double':
      return 8;
    case 'fixed':
      return type.width;
    default:
      throw new Error('the encoding BYTE_STREAM_SPLIT is for values of one width');
  }
}

interface Unpacked<Values> {
  readonly values: Values;
  /** Byte after the last one. */
  readonly end: number;
}

/** Numbers of the encoding DELTA_BINARY_PACKED, all at once. hyparquet takes the header's word for it, so it is checked first. */
function unpackDeltas<Values extends Int32Array | BigInt64Array>(
  bytes: Buffer,
  start: number,
  allocate: (count: number) => Values,
): Unpacked<Values> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = { view, offset: start };
  if (start === bytes.length) return { values: allocate(0), end: start };
  const blockSize = readVarInt(reader);
  const miniblocks = readVarInt(reader);
  const count = readVarInt(reader);
  const perMiniblock = blockSize / miniblocks;
  if (
    blockSize <= 0 ||
    miniblocks <= 0 ||
    miniblocks > bytes.length ||
    !Number.isInteger(perMiniblock) ||
    perMiniblock % 8 !== 0
  ) {
    throw new Error(`deltas in blocks of ${blockSize} in ${miniblocks} parts`);
  }
  if (count < 0 || count > PAGE_VALUES_LIMIT) throw new Error(`a page of ${count} deltas; the limit is ${PAGE_VALUES_LIMIT}`);
  const values = allocate(count);
  reader.offset = start;
  deltaBinaryUnpack(reader, count, values);
  if (reader.offset > bytes.length) throw new Error('deltas go beyond the page');
  return { values, end: reader.offset };
}

function bytesConverter(type: LeafType, encoding: string): BytesConverter {
  if (type.stored === 'bytes' || type.stored === 'fixed') return type.convert;
  throw new Error(`the encoding ${encoding} is for bytes`);
}

function noMore(): never {
  throw new Error('the page has fewer values than it says');
}
