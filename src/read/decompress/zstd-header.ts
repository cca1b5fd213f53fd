/** What the header of a Zstandard frame says (RFC 8878, section 3.1.1.1). */
export interface FrameHeader {
  /** Bytes of the header with its magic number. */
  readonly sizeBytes: number;
  /** Bytes of content that a decoder must keep. */
  readonly windowBytes: number;
  /** Bytes of content; undefined where the header does not say. */
  readonly contentBytes: number | undefined;
  readonly hasChecksum: boolean;
  /** 0 where no dictionary is needed or none is named. */
  readonly dictionary: number;
}

/** Bytes from which the length of the header is told: the magic number and the descriptor. */
export const DESCRIPTOR_BYTES = 5;

/** Length of a header by its first five bytes. */
export function frameHeaderBytes(start: Buffer): number {
  const descriptor = start[4] ?? 0;
  return DESCRIPTOR_BYTES + windowFieldBytes(descriptor) + dictionaryBytes(descriptor) + contentFieldBytes(descriptor);
}

/** @param header all of its bytes @returns undefined where its reserved bit is set */
export function readFrameHeader(header: Buffer): FrameHeader | undefined {
  const descriptor = header[4] ?? 0;
  if ((descriptor & 0x08) !== 0) return undefined;
  const windowField = windowFieldBytes(descriptor);
  const dictionaryAt = DESCRIPTOR_BYTES + windowField;
  const contentAt = dictionaryAt + dictionaryBytes(descriptor);
  const contentBytes = readContentSize(header, contentAt, contentFieldBytes(descriptor));
  return {
    sizeBytes: header.length,
    windowBytes: windowField === 0 ? (contentBytes ?? 0) : readWindowSize(header[DESCRIPTOR_BYTES] ?? 0),
    contentBytes,
    hasChecksum: (descriptor & 0x04) !== 0,
    dictionary: dictionaryAt === contentAt ? 0 : header.readUIntLE(dictionaryAt, contentAt - dictionaryAt),
  };
}

function windowFieldBytes(descriptor: number): number {
  return isSingleSegment(descriptor) ? 0 : 1;
}

function dictionaryBytes(descriptor: number): number {
  const flag = descriptor & 3;
  return flag === 3 ? 4 : flag;
}

function contentFieldBytes(descriptor: number): number {
  const flag = descriptor >> 6;
  return flag === 0 ? (isSingleSegment(descriptor) ? 1 : 0) : 1 << flag;
}

function isSingleSegment(descriptor: number): boolean {
  return (descriptor & 0x20) !== 0;
}

function readContentSize(header: Buffer, at: number, size: number): number | undefined {
  if (size === 0) return undefined;
  if (size === 8) return Number(header.readBigUInt64LE(at));
  return header.readUIntLE(at, size) + (size === 2 ? 256 : 0);
}

function readWindowSize(field: number): number {
  const base = 2 ** (10 + (field >> 3));
  return base + (base / 8) * (field & 7);
}
