import type { Account } from '../core/account.js';
import type { Manifest, ManifestClass, ManifestSource } from '../core/manifest.js';

/** Characters of a piece; with many classes the whole text would take more memory than all the rest of a run. */
const PIECE_CHARS = 64 * 1024;

/** A manifest as text, see manifestPieces. */
export function serializeManifest(manifest: Manifest): string {
  return [...manifestPieces(manifest)].join('');
}

/**
 * A manifest as the pieces of a text: JSON indented by two, keys in the order of the types above whatever order they were set in,
 * counts per code by code. `config`, `split` and `issues` keep the order they come in, because a mapping's order has a meaning.
 * Memory: one piece, of 64 Ki characters or a little more.
 */
export function* manifestPieces(manifest: Manifest): Generator<string> {
  const { labelmill, format, files, targets, classes, account, sources, config, seed, split, issues, run } = manifest;
  const ordered = {
    labelmill,
    format,
    files: files.map(({ name, split, bytes, lines, xxh64, sha256 }) => ({ name, split, bytes, lines, xxh64, sha256 })),
    targets: targets.map(({ name, kind, optional }) => ({ name, kind, optional })),
    classes: [],
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
  const [head = '', tail = ''] = JSON.stringify(ordered, undefined, 2).split(NO_CLASSES);
  yield head;
  yield* classPieces(classes);
  yield `${tail}\n`;
}

/** Stands in the text once: what is nested is indented by more, and line ends within strings are escaped. */
const NO_CLASSES = '\n  "classes": []';

function* classPieces(classes: readonly ManifestClass[]): Generator<string> {
  let piece = '\n  "classes": [';
  for (const [at, one] of classes.entries()) {
    piece += `${at === 0 ? '' : ','}\n    ${JSON.stringify(orderClass(one), undefined, 2).replaceAll('\n', '\n    ')}`;
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = '';
  }
  yield classes.length === 0 ? `${piece}]` : `${piece}\n  ]`;
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
