import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernel } from '../../src/lane/load-kernel.js';
import { createHybridNumbers } from '../../src/read/parquet/hybrid.js';

const AREA_BYTES = 1 << 20;
const { exports: kernel, window: from } = await loadKernel({ textSeed: 0n, selectKey: 0n, orderKey: 0n }, AREA_BYTES);
const memory = Buffer.from(kernel.memory.buffer);
const to = from + AREA_BYTES / 2;

function write(bytes: Uint8Array): number {
  memory.set(bytes, from);
  return bytes.length;
}

/** A piece of a Snappy block: bytes as they are, or bytes that were there before. */
type Piece = { readonly literal: Uint8Array } | { readonly back: number; readonly length: number; readonly isWide: boolean };

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({ literal: fc.uint8Array({ minLength: 1, maxLength: 90 }) }),
  fc.record({ literal: fc.uint8Array({ minLength: 1, maxLength: 4 }) }),
  fc.record({
    back: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.nat(3000)),
    length: fc.integer({ min: 1, max: 64 }),
    isWide: fc.boolean(),
  }),
);

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** The block of some pieces, and what it stands for. */
function encode(pieces: readonly Piece[]): { readonly block: Buffer; readonly content: Buffer } {
  const content: number[] = [];
  const block: number[] = [];
  for (const each of pieces) {
    if ('literal' in each) {
      const more = each.literal.length - 1;
      block.push(...(more < 60 ? [more << 2] : [60 << 2, more]), ...each.literal);
      content.push(...each.literal);
      continue;
    }
    const { length, isWide } = each;
    const back = Math.min(each.back, content.length);
    if (back === 0) continue;
    const isShort = length >= 4 && length < 12 && back < 2048;
    if (isWide) block.push(((length - 1) << 2) | 3, back & 255, back >> 8, 0, 0);
    else if (isShort) block.push(((back >> 8) << 5) | ((length - 4) << 2) | 1, back & 255);
    else block.push(((length - 1) << 2) | 2, back & 255, back >> 8);
    for (let left = length; left > 0; left--) content.push(content[content.length - back] ?? 0);
  }
  return { block: Buffer.from([...varint(content.length), ...block]), content: Buffer.from(content) };
}

const blocks = fc.array(piece, { maxLength: 40 }).map(encode);

describe('the kernel, on pages', () => {
  it('decompresses Snappy blocks of all kinds of pieces', () => {
    fc.assert(
      fc.property(blocks, ({ block, content }) => {
        expect(kernel.unsnappy(from, write(block), to, content.length)).toBe(1);
        expect(memory.subarray(to, to + content.length).equals(content)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses a Snappy block that is cut, has another size, or goes beyond its own start', () => {
    fc.assert(
      fc.property(blocks, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), ({ block, content }, place) => {
        const cut = block.subarray(0, Math.floor(place * block.length));
        expect(kernel.unsnappy(from, write(cut), to, content.length)).toBe(0);
        expect(kernel.unsnappy(from, write(block), to, content.length + 1)).toBe(0);
      }),
      { numRuns: 300 },
    );
    const [a, b] = [97, 98];
    expect(kernel.unsnappy(from, write(Uint8Array.of(6, 1 << 2, a, b, (3 << 2) | 2, 3, 0)), to, 6)).toBe(0);
    expect(kernel.unsnappy(from, write(Uint8Array.of(6, 1 << 2, a, b, (3 << 2) | 2, 0, 0)), to, 6)).toBe(0);
    expect(kernel.unsnappy(from, write(Uint8Array.of(6, 1 << 2, a, b, (3 << 2) | 2, 2, 0)), to, 6)).toBe(1);
  });

  it('reads runs and bit-packed numbers as the row lane does, and refuses what it refuses', () => {
    const run = fc.oneof(
      fc.record({ header: fc.nat(40).map((count) => count << 1), bytes: fc.uint8Array({ maxLength: 4 }) }),
      fc.record({ header: fc.nat(5).map((groups) => (groups << 1) | 1), bytes: fc.uint8Array({ maxLength: 40 }) }),
    );
    const numbers = fc
      .array(run, { maxLength: 6 })
      .map((runs) => Buffer.concat(runs.map(({ header, bytes }) => Buffer.from([header, ...bytes]))));
    let read = 0;
    fc.assert(
      fc.property(numbers, fc.nat(33), fc.nat(80), (bytes, bitWidth, count) => {
        let expected: number[] | undefined = [];
        try {
          const source = createHybridNumbers(bytes, 0, bytes.length, bitWidth);
          for (let at = 0; at < count; at++) expected.push(source.next());
        } catch {
          expected = undefined;
        }
        const isRead = kernel.decodeHybrid(from, from + write(bytes), bitWidth, count, to);
        expect(isRead).toBe(expected === undefined ? 0 : 1);
        if (expected === undefined) return;
        if (count > 0) read++;
        expect([...new Uint32Array(kernel.memory.buffer, to, count)]).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('takes for UTF-8 what Node takes for it', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 40 }).map((text) => Buffer.from(text)),
      fc
        .array(fc.constantFrom(0x61, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5), {
          maxLength: 24,
        })
        .map((list) => Buffer.from(list)),
    );
    fc.assert(
      fc.property(bytes, fc.nat(20), (list, before) => {
        const all = Buffer.concat([Buffer.alloc(before, 'a'), list]);
        expect(kernel.isText(from, write(all)) !== 0).toBe(isUtf8(all));
      }),
      { numRuns: 5000 },
    );
  });
});
