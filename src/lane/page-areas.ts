import type { Kernel } from './load-kernel.js';

/** A piece of the kernel's memory that grows as it must; what was in it is then lost. */
export interface Area {
  /** Makes room for so many bytes. @returns where */
  hold(bytes: number): number;
  /** Where it is. */
  at(): number;
}

/** Where the pages of a column lie. */
export interface ColumnAreas {
  readonly page: Area;
  /** Place and size of each entry of the page. */
  readonly spans: Area;
  readonly dictionary: Area;
  readonly dictionarySpans: Area;
}

/** Memory for pages, kept from source to source: the kernel can't give any back. */
export interface PageAreas {
  readonly column: (place: number) => ColumnAreas;
  /** A page as it is stored. */
  readonly stored: Area;
  /** Levels, a number each. */
  readonly levels: Area;
  /** Places in a dictionary, a number each. */
  readonly numbers: Area;
}

const SMALLEST_BYTES = 64 * 1024;

/**
 * Takes no memory yet.
 * @param mostBytes of all areas together; `hold` throws a RangeError beyond it
 */
export function createPageAreas({ exports }: Kernel, mostBytes = Infinity): PageAreas {
  const columns: ColumnAreas[] = [];
  let taken = 0;
  const area = (): Area => {
    let start = 0;
    let size = 0;
    return {
      hold(bytes) {
        if (bytes <= size) return start;
        // twice as large each time, so that all it ever had is no more than what it has now
        const larger = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST_BYTES, bytes)));
        if (taken + larger > mostBytes) throw new RangeError(`pages need more than ${mostBytes} bytes`);
        taken += larger;
        size = larger;
        start = exports.reserve(size);
        return start;
      },
      at: () => start,
    };
  };
  return {
    column: (place) => (columns[place] ??= { page: area(), spans: area(), dictionary: area(), dictionarySpans: area() }),
    stored: area(),
    levels: area(),
    numbers: area(),
  };
}
