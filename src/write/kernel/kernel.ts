/**
 * The kernel of the shuffle, in AssemblyScript: sorts records by rank and copies them out in order. A record is rank high,
 * rank low, copies, size of the line, four little-endian numbers of 32 bits, then the line with its `\n`.
 * The host lays out the memory: records, then what `workBytes` asks for, then room for the output.
 */

const HEADER_BYTES: u32 = 16;
/** Rank and place of a record: 12 bytes and 4 unused. */
const ENTRY_BYTES: u32 = 16;
/** Buckets up to this size are sorted by insertion. */
const FEW: u32 = 24;
/** Leading bits of a rank by which a run is read back in pieces: 10. */
const PREFIX_SHIFT: u32 = 22;
/** Leading bits of a rank by which records go into one file or another: 3. */
const SHELF_SHIFT: u32 = 29;

/** Where records may begin. */
export function firstFree(): usize {
  return (__heap_base + 15) & ~15;
}

/** Records found by `sort`. */
export let count: u32 = 0;
/** What `gather` wrote: bytes, and lines of the output. */
export let written: u32 = 0;
export let lines: u32 = 0;

let entries: usize = 0;
let prefixes: usize = 0;
let runBytes: u32 = 0;
let nextPrefix: u32 = 0;

/** Bytes that `sort` needs for its work. Time O(records). */
export function workBytes(from: usize, size: u32): u32 {
  count = 0;
  for (let at = from; at < from + size; at += HEADER_BYTES + load<u32>(at, 12)) count++;
  return count * ENTRY_BYTES + (bucketsFor(count) + 1) * 4 + 16;
}

function bucketsFor(records: u32): u32 {
  return records < 2 ? 1 : (<u32>1) << (32 - clz<u32>(records - 1));
}

/**
 * Sorts the records that `workBytes` counted, by rank and then by the bytes of their lines. The ranks are hashes, so one
 * counting pass by their leading bits leaves buckets of one or two; larger ones come of copies and take a heap sort.
 */
export function sort(from: usize, size: u32, work: usize): void {
  const buckets = bucketsFor(count);
  entries = work;
  const ends = work + count * ENTRY_BYTES;
  memory.fill(ends, 0, (buckets + 1) * 4);
  let least: u32 = 0xffffffff;
  let most: u32 = 0;
  for (let at = from; at < from + size; at += HEADER_BYTES + load<u32>(at, 12)) {
    const high = load<u32>(at);
    least = min<u32>(least, high);
    most = max<u32>(most, high);
  }
  let shift: u32 = 0;
  while (count > 0 && (most - least) >> shift >= buckets) shift++;
  for (let at = from; at < from + size; at += HEADER_BYTES + load<u32>(at, 12)) {
    const bucket = ends + (((load<u32>(at) - least) >> shift) << 2);
    store<u32>(bucket, load<u32>(bucket, 4) + 1, 4);
  }
  for (let bucket: u32 = 1; bucket <= buckets; bucket++) {
    const at = ends + (bucket << 2);
    store<u32>(at, load<u32>(at) + load<u32>(at - 4));
  }
  for (let at = from; at < from + size; at += HEADER_BYTES + load<u32>(at, 12)) {
    const bucket = ends + (((load<u32>(at) - least) >> shift) << 2);
    const place = load<u32>(bucket);
    store<u32>(bucket, place + 1);
    const entry = entries + place * ENTRY_BYTES;
    store<u64>(entry, ((<u64>load<u32>(at)) << 32) | (<u64>load<u32>(at, 4)));
    store<u32>(entry, <u32>at, 8);
  }
  let start: u32 = 0;
  for (let bucket: u32 = 0; bucket < buckets; bucket++) {
    const end = load<u32>(ends + (bucket << 2));
    if (end - start > FEW) sortByHeap(start, end - start);
    else if (end - start > 1) sortByInsertion(start, end);
    start = end;
  }
}

function sortByInsertion(from: u32, to: u32): void {
  for (let place = from + 1; place < to; place++) {
    const rank = load<u64>(entries + place * ENTRY_BYTES);
    const record = load<u32>(entries + place * ENTRY_BYTES, 8);
    let gap = place;
    for (; gap > from && isBefore(rank, record, gap - 1); gap--) move(gap - 1, gap);
    store<u64>(entries + gap * ENTRY_BYTES, rank);
    store<u32>(entries + gap * ENTRY_BYTES, record, 8);
  }
}

function sortByHeap(first: u32, size: u32): void {
  for (let root = size >> 1; root > 0; root--) sink(first, root - 1, size);
  for (let last = size - 1; last > 0; last--) {
    swap(first, first + last);
    sink(first, 0, last);
  }
}

function sink(first: u32, from: u32, size: u32): void {
  let place = from;
  while (true) {
    let child: u32 = 2 * place + 1;
    if (child >= size) return;
    if (child + 1 < size && isEntryBefore(first + child, first + child + 1)) child++;
    if (!isEntryBefore(first + place, first + child)) return;
    swap(first + place, first + child);
    place = child;
  }
}

function move(from: u32, to: u32): void {
  v128.store(entries + to * ENTRY_BYTES, v128.load(entries + from * ENTRY_BYTES));
}

function swap(a: u32, b: u32): void {
  const kept = v128.load(entries + a * ENTRY_BYTES);
  move(b, a);
  v128.store(entries + b * ENTRY_BYTES, kept);
}

function isEntryBefore(a: u32, b: u32): bool {
  return isBefore(load<u64>(entries + a * ENTRY_BYTES), load<u32>(entries + a * ENTRY_BYTES, 8), b);
}

/** Whether a record comes before that of an entry. */
function isBefore(rank: u64, record: u32, other: u32): bool {
  const otherRank = load<u64>(entries + other * ENTRY_BYTES);
  if (rank !== otherRank) return rank < otherRank;
  return compareLines(record, load<u32>(entries + other * ENTRY_BYTES, 8)) < 0;
}

/** Compares lines without their `\n`, or a line would come behind one that goes on with a byte below it. */
function compareLines(a: usize, b: usize): i32 {
  const sizeA = load<u32>(a, 12) - 1;
  const sizeB = load<u32>(b, 12) - 1;
  const order = memory.compare(a + HEADER_BYTES, b + HEADER_BYTES, min<u32>(sizeA, sizeB));
  return order !== 0 ? order : sizeA < sizeB ? -1 : <i32>(sizeA > sizeB);
}

/**
 * Copies lines in order, as often as their copies say, until the room is used up.
 * @param copy copies of the first line that were written before
 * @returns place of the first line that is not whole; `copiesWritten` says how many copies of it are
 */
export function gatherLines(from: u32, copy: u32, out: usize, room: u32): u32 {
  written = 0;
  lines = 0;
  copiesWritten = copy;
  for (let place = from; place < count; place++) {
    const record = <usize>load<u32>(entries + place * ENTRY_BYTES, 8);
    const size = load<u32>(record, 12);
    for (const copies = load<u32>(record, 8); copiesWritten < copies; copiesWritten++) {
      if (written + size > room) return place;
      copyBytes(out + written, record + HEADER_BYTES, size);
      written += size;
      lines++;
    }
    copiesWritten = 0;
  }
  return count;
}

export let copiesWritten: u32 = 0;

/** Begins a run, for `gatherRun`. @param table place for 1025 numbers: where the ranks of each prefix begin, and the end */
export function beginRun(table: usize): void {
  prefixes = table;
  runBytes = 0;
  nextPrefix = 0;
}

/**
 * Copies records in order, equal ones as one with more copies, until the room is used up or the records of another shelf come.
 * @returns the next place
 */
export function gatherRun(from: u32, out: usize, room: u32): u32 {
  written = 0;
  for (let place = from; place < count;) {
    const record = <usize>load<u32>(entries + place * ENTRY_BYTES, 8);
    const size = HEADER_BYTES + load<u32>(record, 12);
    if (written + size > room) return place;
    if (written > 0 && (load<u32>(record) ^ load<u32>(out)) >> SHELF_SHIFT !== 0) return place;
    const target = out + written;
    copyBytes(target, record, size);
    const prefix = load<u32>(record) >> PREFIX_SHIFT;
    for (; nextPrefix <= prefix; nextPrefix++) store<u32>(prefixes + (nextPrefix << 2), runBytes);
    for (place++; place < count && isCopy(record, place); place++) {
      const other = <usize>load<u32>(entries + place * ENTRY_BYTES, 8);
      store<u32>(target, load<u32>(target, 8) + load<u32>(other, 8), 8);
    }
    written += size;
    runBytes += size;
  }
  for (; nextPrefix <= 1024; nextPrefix++) store<u32>(prefixes + (nextPrefix << 2), runBytes);
  return count;
}

function isCopy(record: usize, place: u32): bool {
  const other = <usize>load<u32>(entries + place * ENTRY_BYTES, 8);
  return load<u64>(record) === load<u64>(other) && compareLines(record, other) === 0;
}

/** Copies at least `size` bytes, up to 15 more. */
function copyBytes(to: usize, from: usize, size: u32): void {
  if (size > 512) memory.copy(to, from, size);
  else for (let at: u32 = 0; at < size; at += 16) v128.store(to + at, v128.load(from + at));
}
