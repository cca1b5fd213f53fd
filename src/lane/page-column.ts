import type { DataPage, DictionaryPage, PagedColumn, PagedGroup, PagedTable } from '../read/read.js';
import type { Kernel, KernelExports } from './load-kernel.js';
import type { Area, PageAreas } from './page-areas.js';

/** Bytes of a page that the kernel takes at most, and of the values in it; pages are about 1 MiB where nobody says otherwise. */
export const MOST_PAGE_BYTES = 32 * 1024 * 1024;
/** Entries of a page, or of a dictionary, at most. */
const MOST_ENTRIES = 4 * 1024 * 1024;
const SPAN_BYTES = 8;
const NULL_SIZE = 0xffffffff;

/** A column of a row group on its way through its pages, which lie in the kernel's memory. */
export interface PageColumn {
  /** Entries of the page that are not passed yet; where there are none, goes to the next page. @throws Error, LabelmillError */
  left(): number;
  /** Where the span of the next entry lies. */
  spanAt(): number;
  pass(entries: number): void;
  /** Goes past so many entries, however many pages they fill, and decodes no page of which it leaves nothing. @throws Error, LabelmillError */
  skip(entries: number): void;
  /** The stored bytes of an entry that comes so many after the next one; null for null. Valid until `left` is called. */
  stored(ahead: number): Buffer | null;
}

/** @param place of the column among those that are read */
export function openPageColumn(
  { exports }: Kernel,
  areas: PageAreas,
  { table, group, place }: { readonly table: PagedTable; readonly group: PagedGroup; readonly place: number },
): PageColumn {
  const own = areas.column(place);
  const stored = table.columns[place]?.stored ?? 'sized';
  const pages = group.pages(place, (codec, bytes, size, head) => {
    if (size > MOST_PAGE_BYTES || bytes.length > MOST_PAGE_BYTES) throw new Error('a page is too large for the kernel');
    if (codec !== 'SNAPPY') return table.decompress(codec, bytes, size, head);
    // they were read into the kernel's memory; views of it are void once it grows
    const { byteOffset: from, length } = bytes;
    const page = own.page.hold(head.length + size);
    expect(exports.unsnappy(from, length, page + head.length, size));
    const whole = Buffer.from(exports.memory.buffer, page, head.length + size);
    whole.set(head);
    return whole;
  });
  let dictionaryCount = 0;
  let at = 0;
  let entries = 0;

  /** Puts bytes into an area, unless they are there. @returns where */
  const bring = (bytes: Buffer, area: Area): number => {
    const { buffer, byteOffset, length } = bytes;
    if (length > MOST_PAGE_BYTES) throw new Error('a page is too large for the kernel');
    const isInside = buffer === exports.memory.buffer;
    if (isInside && byteOffset === area.at()) return byteOffset;
    const start = area.hold(length);
    const memory = new Uint8Array(exports.memory.buffer);
    if (isInside) memory.copyWithin(start, byteOffset, byteOffset + length);
    else memory.set(bytes, start);
    return start;
  };

  const takeDictionary = ({ bytes, count }: DictionaryPage): void => {
    const size = bytes.length;
    const start = bring(bytes, own.dictionary);
    const spans = own.dictionarySpans.hold(roomFor(count));
    expect(placePlain(exports, { stored, start, end: start + size }, count, spans));
    dictionaryCount = count;
  };

  const takePage = (page: DataPage): void => {
    const { levels, nulls } = page;
    const size = page.bytes.length;
    const start = bring(page.bytes, own.page);
    const spans = own.spans.hold(roomFor(page.entries));
    const ones = areas.levels.hold(page.entries * 4);
    let values = page.entries;
    if (levels !== undefined) {
      if (levels.end > size) throw new Error('levels go beyond the page');
      expect(exports.decodeHybrid(start + levels.start, start + levels.end, 1, page.entries, ones));
      values = exports.countOnes(ones, page.entries);
    }
    if (nulls !== undefined && nulls !== page.entries - values) throw new Error('it has another number of nulls');
    if (values > 0) takeValues(page, { start, size }, values, spans);
    if (values < page.entries) exports.spreadNulls(ones, page.entries, values, spans);
    entries = page.entries;
  };

  const takeValues = (
    page: DataPage,
    place: { readonly start: number; readonly size: number },
    values: number,
    spans: number,
  ): void => {
    const start = place.start + page.start;
    const end = place.start + place.size;
    const bytes = (): Buffer => Buffer.from(exports.memory.buffer, place.start, place.size);
    /** Values by their numbers, of so many bits, from a place on. */
    const list = (from: number, to: number, bitWidth: number, dictionary: number, count: number): void => {
      const numbers = areas.numbers.hold(values * 4);
      expect(exports.decodeHybrid(from, to, bitWidth, values, numbers));
      expect(exports.placeListed(numbers, values, dictionary, count, spans));
    };
    switch (page.encoding) {
      case 'PLAIN':
        return expect(placePlain(exports, { stored, start, end }, values, spans));
      case 'PLAIN_DICTIONARY':
      case 'RLE_DICTIONARY':
        return list(start + 1, end, bytes().readUInt8(page.start), own.dictionarySpans.at(), dictionaryCount);
      case 'RLE': {
        expect(stored === 'bits' ? 1 : 0);
        const last = start + 4 + bytes().readUInt32LE(page.start);
        expect(last <= end ? 1 : 0);
        return list(start + 4, last, 1, exports.truthsAt(), 2);
      }
      default: {
        const sized = page.sized(bytes(), values, MOST_PAGE_BYTES);
        const first = bring(sized, own.page);
        return expect(exports.placeSized(first, first + sized.length, values, spans));
      }
    }
  };

  const turn = (): void => {
    at = entries = 0;
    const page = pages.next();
    if (page.kind === 'dictionary') takeDictionary(page);
    else takePage(page);
  };

  return {
    left() {
      while (at === entries) turn();
      return entries - at;
    },
    spanAt: () => own.spans.at() + at * SPAN_BYTES,
    pass(count) {
      at += count;
    },
    skip(count) {
      let left = count;
      for (;;) {
        const here = Math.min(left, entries - at);
        at += here;
        left -= here;
        if (left === 0) return;
        const passed = pages.pass(left);
        left -= passed;
        if (passed === 0) turn();
      }
    },
    stored(ahead) {
      const span = new DataView(exports.memory.buffer, own.spans.at() + (at + ahead) * SPAN_BYTES, SPAN_BYTES);
      const size = span.getUint32(4, true);
      return size === NULL_SIZE ? null : Buffer.from(exports.memory.buffer, span.getUint32(0, true), size);
    },
  };
}

interface PlainValues {
  readonly stored: PagedColumn['stored'];
  readonly start: number;
  readonly end: number;
}

/** @returns 0 where there are fewer */
function placePlain(exports: KernelExports, { stored, start, end }: PlainValues, count: number, spans: number): number {
  if (stored === 'sized') return exports.placeSized(start, end, count, spans);
  if (stored !== 'bits') return exports.placeFixed(start, end, stored, count, spans);
  return exports.placeTruths(start, end, count, spans);
}

function roomFor(entries: number): number {
  if (entries > MOST_ENTRIES) throw new Error('a page of too many entries for the kernel');
  return entries * SPAN_BYTES;
}

/** @throws Error for 0 */
function expect(isGood: number): void {
  if (isGood === 0) throw new Error('the file is damaged');
}
