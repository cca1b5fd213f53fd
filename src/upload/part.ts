import type { SplitName } from '../core/splits.js';

/** A file as it is sent: a whole file of the output folder, or a shard of one. */
export interface Part {
  /** `train.jsonl`, or `train-00001-of-00003.jsonl` for a shard. */
  readonly name: string;
  /** Where its bytes are: from `start` of the file at `path`, or here. */
  readonly content: { readonly path: string; readonly start: number } | { readonly text: string };
  readonly bytes: number;
  readonly lines: number;
  /** SHA-256 of these bytes, lower-case hexadecimal. */
  readonly sha256: string;
  /** None for the manifest, the rejects and a card. */
  readonly split: SplitName | undefined;
}

/** What a destination keeps of a part. */
export interface Receipt {
  readonly name: string;
  readonly bytes: number;
  readonly lines: number;
  readonly sha256: string;
  readonly split?: SplitName;
  /** What the destination calls the file: an id, a path, an address. */
  readonly id: string;
  /** `sent` by this run, or `found`: it was there already. */
  readonly state: 'sent' | 'found';
}

/** `train-00002-of-00003.jsonl` for shard 2 of 3 of `train.jsonl`; the name itself where there is one shard only. */
export function shardName(name: string, shard: number, shards: number): string {
  if (shards === 1) return name;
  const at = name.lastIndexOf('.');
  const numbered = [shard, shards].map((number) => String(number).padStart(5, '0')).join('-of-');
  return `${name.slice(0, at)}-${numbered}${name.slice(at)}`;
}
