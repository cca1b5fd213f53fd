/** Bytes that a block decompresses to, without decompressing it. @throws Error where the block is not well-formed */
export type BlockLength = (bytes: Uint8Array) => number;

/**
 * Walks a Snappy block (format_description.txt of the reference implementation). hyparquet's decompressors take a damaged block
 * for what it says, up to running in circles, so nothing reaches them that this walk has not passed.
 */
export const snappyLength: BlockLength = (bytes) => {
  const [said, first] = readVarint(bytes);
  let length = 0;
  for (let at = first; at < bytes.length;) {
    const tag = bytes[at++] ?? 0;
    if ((tag & 3) === 0) {
      let literal = tag >>> 2;
      const extra = literal - 59;
      if (extra > 0) {
        literal = littleEndian(bytes, at, extra);
        at += extra;
      }
      at += literal + 1;
      length += literal + 1;
      continue;
    }
    const offsetBytes = tag & 3;
    const isShort = offsetBytes === 1;
    const offset = isShort ? (tag >>> 5) * 256 + littleEndian(bytes, at, 1) : littleEndian(bytes, at, offsetBytes === 2 ? 2 : 4);
    at += isShort ? 1 : offsetBytes === 2 ? 2 : 4;
    if (offset === 0 || offset > length) throw new Error('the Snappy block copies from before its start');
    length += isShort ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    if (at > bytes.length) break;
  }
  if (length !== said) throw new Error(`the Snappy block says ${said} bytes and holds ${length}`);
  return length;
};

/** Walks an LZ4 block (lz4_Block_format.md): it must end in literals, exactly where the bytes end. */
export const lz4Length: BlockLength = (bytes) => {
  let length = 0;
  let at = 0;
  const extended = (start: number): number => {
    if (start < 15) return start;
    let sum = start;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('the LZ4 block is cut off');
      sum += byte;
      if (byte < 255) return sum;
    }
  };
  while (at < bytes.length) {
    const token = bytes[at++] ?? 0;
    const literals = extended(token >>> 4);
    at += literals;
    length += literals;
    if (at === bytes.length) return length;
    const offset = littleEndian(bytes, at, 2);
    at += 2;
    if (offset === 0 || offset > length) throw new Error('the LZ4 block copies from before its start');
    length += extended(token & 15) + 4;
  }
  if (bytes.length === 0) return 0;
  throw new Error('the LZ4 block is cut off');
};

/**
 * Walks LZ4 blocks as Hadoop frames them: before each the bytes it decompresses to and its own, as big-endian numbers of 4 bytes.
 * @returns undefined where the bytes are not framed so
 */
export function hadoopLz4Length(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let length = 0;
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length) return undefined;
    const out = view.getUint32(at);
    const end = at + 8 + view.getUint32(at + 4);
    if (end > bytes.length) return undefined;
    try {
      if (lz4Length(bytes.subarray(at + 8, end)) !== out) return undefined;
    } catch {
      return undefined;
    }
    length += out;
    at = end;
  }
  return length;
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let place = 0; place < count; place++) {
    const byte = bytes[at + place];
    if (byte === undefined) throw new Error('the compressed block is cut off');
    value += byte * 2 ** (8 * place);
  }
  return value;
}

/** @returns the number and the place after it */
function readVarint(bytes: Uint8Array): readonly [value: number, end: number] {
  let value = 0;
  for (let at = 0; at < 5; at++) {
    const byte = bytes[at];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return [value, at + 1];
  }
  throw new Error('the Snappy block has no length');
}
