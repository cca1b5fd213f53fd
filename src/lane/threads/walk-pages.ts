import type { Kernel, Stop } from '../load-kernel.js';
import { openPages, type PageTools } from '../open-pages.js';
import { createPageAreas } from '../page-areas.js';
import { placeRows, type PlacedRows } from '../place-rows.js';
import type { PagesOrder } from '../row-form.js';
import { createGatherer, type GatherSetup } from './gather.js';
import type { SourceOrder, WalkedChunk } from './messages.js';
import type { ChunkWalker, WalkerSetup } from './walk-chunk.js';

/** Bytes of pages that a worker holds at most, decompressed ones and those as they are stored; larger ones are main's. */
const MOST_AREA_BYTES = 48 * 1024 * 1024;
/** Found bytes behind which a worker leaves the rest of a stretch to main. */
const MOST_FOUND_BYTES = 8 * 1024 * 1024;

/** Opens Parquet files, one after the other. */
export type PagesOpener = (
  order: SourceOrder,
  form: PagesOrder,
  setup: Omit<WalkerSetup, 'chunkBytes'>,
) => Promise<ChunkWalker | undefined>;

/** Memory for pages is kept from file to file. */
export function createPagesOpener(kernel: Kernel): PagesOpener {
  const areas = createPageAreas(kernel, MOST_AREA_BYTES);
  return async (order, { fields }, { buffers, setCount }) => {
    const { path, starts } = order;
    const tools: PageTools = { kernel, areas, fields };
    const table = starts === undefined ? undefined : await openPages({ name: path, path }, tools);
    if (table === undefined || starts === undefined) return undefined;
    // a row that is too large is unusual, so that the limit is main's affair
    const rows = placeRows(tools, { table, rowLimitBytes: Infinity });
    return {
      walk(chunk) {
        const [start, end] = [starts[chunk], starts[chunk + 1]];
        if (start === undefined || end === undefined) return undefined;
        return walkRows(rows, { kernel, buffers, pass: order.pass, setCount }, { reading: order.reading, chunk, start, end });
      },
      close: () => table.close(),
    };
  };
}

/** Goes over the rows of a stretch as far as the kernel comes without help. 32 Ki short rows take about 5 ms in pass 1, 10 ms in pass 2. */
function walkRows(
  rows: PlacedRows,
  setup: GatherSetup,
  stretch: Pick<WalkedChunk, 'reading' | 'chunk' | 'start' | 'end'>,
): WalkedChunk {
  const { exports } = setup.kernel;
  const walkSpans = setup.pass === 'deal' ? exports.dealSpans : exports.scanSpans;
  const gatherer = createGatherer(setup);
  const { start, end } = stretch;
  rows.goTo(start);
  for (let stop: Stop = 'full'; stop !== 'unusual' && stop !== 'unknown-labels' && gatherer.bytes() < MOST_FOUND_BYTES;) {
    const there = Math.min(rows.bring(), end - rows.next());
    if (there === 0) break;
    stop = rows.walk(walkSpans, there);
    gatherer.add(stop);
    const passed = exports.passedRows.value;
    if (stop === 'repeated') {
      const { raw } = rows.rowAt(passed - 1);
      const text = Buffer.from(typeof raw === 'string' ? raw : raw());
      gatherer.repeated({ row: rows.next() - start + passed, line: 0, byte: -1, raw: text });
    }
    rows.pass(passed);
  }
  const reached = rows.next();
  const found = gatherer.found();
  return {
    ...stretch,
    end: reached,
    rows: reached - start,
    lines: 0,
    blankLines: 0,
    isWhole: reached === end,
    digest: 0n,
    found,
  };
}
