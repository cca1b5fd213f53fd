/** Rank of a fingerprint under a key: Stafford's variant 13, as in core/rank.ts, whose doc comment says why. */
export function rank(fingerprint: u64, key: u64): u64 {
  let mixed = fingerprint ^ key;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}
