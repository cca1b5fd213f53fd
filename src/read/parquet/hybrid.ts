/** Numbers one after the other. */
export interface Numbers {
  /** @throws Error where there are no more */
  next(): number;
}

/**
 * Numbers in Parquet's mix of runs and bit-packed groups (Encodings.md, "RLE"). Holds none but the current one, as a run of a
 * few bytes may stand for 2^31 of them.
 * @param bitWidth 0 to 32; each number is below 2^bitWidth
 */
export function createHybridNumbers(bytes: Buffer, start: number, end: number, bitWidth: number): Numbers {
  if (bitWidth > 32) throw new Error(`a number of ${bitWidth} bits`);
  if (start > end || end > bytes.length) throw new Error('levels or indexes go beyond the page');
  const span = 2 ** bitWidth;
  const runBytes = (bitWidth + 7) >>> 3;
  let at = start;
  let runLeft = 0;
  let runValue = 0;
  let packedLeft = 0;
  let bit = 0;

  function byteAt(place: number): number {
    if (place >= end) throw new Error('levels or indexes end too early');
    return bytes[place] ?? 0;
  }

  function startRun(): void {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = byteAt(at++);
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
      if (shift >= 28) throw new Error('a run of more than 2^32 numbers');
    }
    const count = Math.floor(header / 2);
    if (count === 0) throw new Error('a run without numbers');
    if (header % 2 === 1) {
      // old writers leave out the padding of the last group, but no more than that
      if (bitWidth > 0 && at + count * bitWidth - end >= bitWidth) throw new Error('a group of numbers goes beyond its end');
      packedLeft = count * 8;
      bit = 0;
      return;
    }
    runLeft = count;
    runValue = 0;
    for (let place = 0; place < runBytes; place++) runValue += byteAt(at++) * 2 ** (8 * place);
    if (runValue >= span) throw new Error(`a number above ${span - 1}`);
  }

  function nextPacked(): number {
    packedLeft--;
    let place = at + Math.floor(bit / 8);
    let value = 0;
    let got = 0;
    if (bitWidth > 0) {
      const offset = bit % 8;
      value = byteAt(place) >>> offset;
      for (got = 8 - offset; got < bitWidth; got += 8) value += byteAt(++place) * 2 ** got;
    }
    bit += bitWidth;
    if (packedLeft === 0) at += Math.ceil(bit / 8);
    return got > bitWidth ? value % span : value;
  }

  return {
    next() {
      while (runLeft === 0 && packedLeft === 0) startRun();
      if (packedLeft > 0) return nextPacked();
      runLeft--;
      return runValue;
    },
  };
}

/** Bits that numbers from 0 to `highest` need. */
export function bitWidthOf(highest: number): number {
  return 32 - Math.clz32(highest);
}
