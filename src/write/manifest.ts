import type { Account } from '../core/account.js';
import type { Manifest, ManifestClass, ManifestSource } from '../core/manifest.js';

/**
 * A manifest as text: JSON indented by two, keys in the order of the types above whatever order they were set in, counts per
 * code by code. `config`, `split` and `issues` keep the order they come in, because a mapping's order has a meaning.
 */
export function serializeManifest(manifest: Manifest): string {
  const { labelmill, format, files, targets, classes, account, sources, config, seed, split, issues, run } = manifest;
  const ordered = {
    labelmill,
    format,
    files: files.map(({ name, split, bytes, lines, xxh64, sha256 }) => ({ name, split, bytes, lines, xxh64, sha256 })),
    targets: targets.map(({ name, kind, optional }) => ({ name, kind, optional })),
    classes: classes.map(orderClass),
    account: orderAccount(account),
    sources: sources.map(orderSource),
    config,
    seed,
    split,
    issues,
    run: {
      started: run.started,
      finished: run.finished,
      node: run.node,
      lane: run.lane,
      sources: run.sources,
      out: run.out,
    },
  };
  return JSON.stringify(ordered, undefined, 2) + '\n';
}

function orderClass({ target, class: name, read, train, validation, test }: ManifestClass): ManifestClass {
  return { target, class: name, read, train, validation, test };
}

function orderSource(source: ManifestSource): object {
  const { name, format, compression, encoding, bytes, digest, rows, replaced, account, csv, orient } = source;
  const ordered = account === undefined ? undefined : orderAccount(account);
  return { name, format, compression, encoding, bytes, digest, rows, replaced, account: ordered, csv, orient };
}

function orderAccount({ rowsRead, written, rejected, leftOut, merged }: Account): Account {
  const ordered = { rowsRead, written, rejected: orderCounts(rejected), leftOut: orderCounts(leftOut) };
  return merged === undefined ? ordered : { ...ordered, merged };
}

/** Codes are ASCII, so plain order is code point order. */
function orderCounts(counts: Account['rejected']): Account['rejected'] {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
