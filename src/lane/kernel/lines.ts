import { reserve } from './areas';
import { escapeCopy, MOST_GROWTH } from './escape';

/** Bytes of a text that the kernel takes at most; longer ones go the row way. */
export const LONGEST_TEXT: u32 = 256 << 10;
/** Bytes of lines of one split after which the host must take them. */
const FULL_BYTES: u32 = 256 << 10;
const HEADER_BYTES: u32 = 16;
/** `{"text":"` */
const HEAD = memory.data<u8>([0x7b, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0, 0, 0]);
const HEAD_BYTES: u32 = 9;
/** `{"messages":` */
const MESSAGES_HEAD = memory.data<u8>([0x7b, 0x22, 0x6d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65, 0x73, 0x22, 0x3a, 0, 0, 0, 0]);
const MESSAGES_HEAD_BYTES: u32 = 12;

let tails: usize = 0;
let tailEnds: usize = 0;
let counts: usize = 0;
let areaBytes: usize = 0;
const outputs = memory.data(12);
const filled = memory.data(12);

/** Takes memory for the lines of a split each, for what follows the text in a line of each set, and for counts. */
export function reserveLines(setCount: u32, tailBytes: u32, longestTail: u32): void {
  tails = reserve(tailBytes);
  tailEnds = reserve((setCount + 1) * 4);
  counts = reserve(setCount * 12);
  areaBytes = FULL_BYTES + HEADER_BYTES + MESSAGES_HEAD_BYTES + LONGEST_TEXT * MOST_GROWTH + longestTail;
  for (let split = 0; split < 3; split++) store<usize>(outputs + (split << 2), reserve(areaBytes));
  memory.fill(counts, 0, setCount * 12);
}

export function tailsAt(): usize {
  return tails;
}

/** Where the tail of each set begins, and where the last one ends; from the start of the tails. */
export function tailEndsAt(): usize {
  return tailEnds;
}

/** Lines written per split and set: three numbers a set. */
export function countsAt(): usize {
  return counts;
}

export function linesAt(split: u32): usize {
  return load<usize>(outputs + (split << 2));
}

/** Bytes of lines since the host took them. */
export function linesSize(split: u32): u32 {
  return load<u32>(filled + (split << 2));
}

export function takeLines(): void {
  memory.fill(filled, 0, 12);
}

/**
 * Adds a line as the shuffle takes it: rank (high, low), copies, length, then the line with its `\n`.
 * @param isMessages the text is canonical JSON already
 * @returns whether the host must take the lines before the next one
 */
export function addLine(split: u32, set: u32, rank: u64, text: usize, size: u32, isMessages: bool): bool {
  const used = load<u32>(filled + (split << 2));
  const record = load<usize>(outputs + (split << 2)) + used;
  v128.store(record + HEADER_BYTES, v128.load(isMessages ? MESSAGES_HEAD : HEAD));
  let end = record + HEADER_BYTES + (isMessages ? MESSAGES_HEAD_BYTES : HEAD_BYTES);
  if (isMessages) {
    memory.copy(end, text, size);
    end += size;
  } else end += escapeCopy(end, text, size);
  const tail = load<u32>(tailEnds + (set << 2));
  const tailSize = load<u32>(tailEnds + (set << 2), 4) - tail;
  for (let at: u32 = 0; at < tailSize; at += 16) v128.store(end + at, v128.load(tails + tail + at));
  end += tailSize;
  store<u32>(record, <u32>(rank >> 32));
  store<u32>(record, <u32>rank, 4);
  store<u32>(record, 1, 8);
  store<u32>(record, <u32>(end - record) - HEADER_BYTES, 12);
  const count = counts + (set * 3 + split) * 4;
  store<u32>(count, load<u32>(count) + 1);
  const now = used + <u32>(end - record);
  store<u32>(filled + (split << 2), now);
  return now > FULL_BYTES;
}
