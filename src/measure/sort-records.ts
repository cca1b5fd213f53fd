/**
 * Sorts records of `stride` numbers by their first two (a 64-bit key, high half first), in place.
 * Method: the keys are hashes, so one counting pass over as many leading bits as there are records leaves buckets of about
 * one, and an insertion pass mends the rest. Keys that are equal stay next to each other in any order. Time O(n) for
 * uniform keys; a copy of the records lives while it works, in `spare` where it is given. The first byte is not looked at: it
 * is equal within a partition.
 */
export function sortRecords(records: Uint32Array, stride: number, spare = new Uint32Array(records.length)): void {
  const count = records.length / stride;
  if (count < 2) return;
  const bits = Math.min(20, Math.max(1, Math.ceil(Math.log2(count))));
  const copy = spare.subarray(0, records.length);
  copy.set(records);
  distribute(records, { copy, stride, bits });
  for (let at = stride; at < records.length; at += stride) {
    if (isBefore(records, at, at - stride)) insert(records, at, stride);
  }
}

interface Distribution {
  readonly copy: Uint32Array;
  readonly stride: number;
  readonly bits: number;
}

function distribute(records: Uint32Array, { copy, stride, bits }: Distribution): void {
  const shift = 24 - bits;
  const starts = new Uint32Array((1 << bits) + 1);
  for (let at = 0; at < copy.length; at += stride) {
    const bucket = bucketOf(copy[at] ?? 0, shift) + 1;
    starts[bucket] = (starts[bucket] ?? 0) + stride;
  }
  for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
  for (let at = 0; at < copy.length; at += stride) {
    const bucket = bucketOf(copy[at] ?? 0, shift);
    const to = starts[bucket] ?? 0;
    records[to] = copy[at] ?? 0;
    records[to + 1] = copy[at + 1] ?? 0;
    for (let field = 2; field < stride; field++) records[to + field] = copy[at + field] ?? 0;
    starts[bucket] = to + stride;
  }
}

function bucketOf(high: number, shift: number): number {
  return (high & 0xffffff) >>> shift;
}

function isBefore(records: Uint32Array, a: number, b: number): boolean {
  const highA = records[a] ?? 0;
  const highB = records[b] ?? 0;
  return highA !== highB ? highA < highB : (records[a + 1] ?? 0) < (records[b + 1] ?? 0);
}

/** Swaps a record down to its place: a step or two, and nothing is allocated. */
function insert(records: Uint32Array, from: number, stride: number): void {
  for (let at = from; at > 0 && isBefore(records, at, at - stride); at -= stride) {
    for (let field = at; field < at + stride; field++) {
      const moved = records[field] ?? 0;
      records[field] = records[field - stride] ?? 0;
      records[field - stride] = moved;
    }
  }
}
