/** Bytes of one page of memory. */
const PAGE: usize = 65536;
/** Bytes behind every area that may be read or written past its end. */
const SLACK: usize = 128;

let next: usize = (__heap_base + 15) & ~15;

/** Takes memory for good, aligned to 16 bytes. The host's views of the memory are void afterwards. */
export function reserve(bytes: usize): usize {
  const start = next;
  next = (next + bytes + SLACK + 15) & ~15;
  const missing = <isize>(next - ((<usize>memory.size()) << 16));
  if (missing > 0 && memory.grow(<i32>((<usize>missing + PAGE - 1) >> 16)) < 0) unreachable();
  return start;
}
