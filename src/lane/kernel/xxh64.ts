export const P1: u64 = 0x9e3779b185ebca87;
export const P2: u64 = 0xc2b2ae3d27d4eb4f;
const P3: u64 = 0x165667b19e3779f9;
const P4: u64 = 0x85ebca77c2b2ae63;
const P5: u64 = 0x27d4eb2f165667c5;

/** XXH64 of `size` bytes at `from` (Yann Collet, xxHash specification 0.1.1). */
export function xxh64(from: usize, size: u32, seed: u64): u64 {
  const end = from + size;
  let at = from;
  let hash: u64;
  if (size >= 32) {
    let a = seed + P1 + P2;
    let b = seed + P2;
    let c = seed;
    let d = seed - P1;
    const last = end - 32;
    do {
      a = round(a, load<u64>(at));
      b = round(b, load<u64>(at, 8));
      c = round(c, load<u64>(at, 16));
      d = round(d, load<u64>(at, 24));
      at += 32;
    } while (at <= last);
    hash = mergeLanes(a, b, c, d);
  } else {
    hash = seed + P5;
  }
  hash += <u64>size;
  for (; at + 8 <= end; at += 8) hash = rotl<u64>(hash ^ round(0, load<u64>(at)), 27) * P1 + P4;
  if (at + 4 <= end) {
    hash = rotl<u64>(hash ^ (<u64>load<u32>(at) * P1), 23) * P2 + P3;
    at += 4;
  }
  for (; at < end; at++) hash = rotl<u64>(hash ^ (<u64>load<u8>(at) * P5), 11) * P1;
  return avalanche(hash);
}

export function mergeLanes(a: u64, b: u64, c: u64, d: u64): u64 {
  const hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
  return merge(merge(merge(merge(hash, a), b), c), d);
}

/** Lets every bit of a hash depend on all others. */
export function avalanche(sum: u64): u64 {
  let hash = (sum ^ (sum >> 33)) * P2;
  hash = (hash ^ (hash >> 29)) * P3;
  return hash ^ (hash >> 32);
}

export function round(sum: u64, lane: u64): u64 {
  return rotl<u64>(sum + lane * P2, 31) * P1;
}

function merge(hash: u64, sum: u64): u64 {
  return (hash ^ round(0, sum)) * P1 + P4;
}
