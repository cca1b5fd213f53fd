import { basename } from 'node:path';
import type { Account } from '../core/account.js';
import type { Certificate } from '../core/certificate.js';
import type { Issue } from '../core/issue.js';
import { MANIFEST_FORMAT, type Manifest, type ManifestClass, type ManifestLane, type ManifestSource } from '../core/manifest.js';
import type { FrozenLabelSets } from '../core/label-sets.js';
import { REJECT_CODES, type RejectCode } from '../core/reject.js';
import { SPLITS } from '../core/splits.js';
import type { Config } from '../config/config.js';
import type { Source, SourceSummary } from '../read/read.js';
import type { FileSummary } from '../write/write.js';
import type { RunShapes } from './compile-shapes.js';
import { countClasses } from './count-classes.js';
import type { Dealt } from './deal-examples.js';
import { describeConfig } from './describe-config.js';
import { PACKAGE_VERSION } from '../core/package-version.js';
import type { Decisions } from './plan.js';
import type { Scanned } from './scan-sources.js';

export interface RunParts {
  readonly config: Config;
  readonly shapes: RunShapes;
  readonly sources: readonly Source[];
  readonly started: Date;
  readonly takesList: readonly boolean[];
  readonly frozen: FrozenLabelSets;
  readonly plan: Decisions;
  readonly scanned: Scanned;
  readonly dealt: Dealt;
  readonly issues: readonly Issue[];
  readonly certificate: Certificate | undefined;
  readonly rejectsFile: FileSummary;
  readonly lane: ManifestLane;
}

/** The manifest: what was read, what was decided, what was written, and that it adds up. */
export function describeRun(parts: RunParts): Manifest {
  const { config, shapes, scanned, dealt, rejectsFile } = parts;
  const files = dealt.files.map((file) => {
    const split = SPLITS.find((name) => file.name === `${name}.jsonl`);
    return split === undefined ? file : { ...file, split };
  });
  const accounts = scanned.summaries.map((summary, source) => ({
    rowsRead: summary.rows,
    written: dealt.writtenPerSource[source] ?? 0,
    rejected: Object.fromEntries(scanned.rejected[source] ?? []),
    leftOut: leftOutOf(parts, source),
    ...mergedRows(scanned.merged[source]),
  }));
  return {
    labelmill: PACKAGE_VERSION,
    format: MANIFEST_FORMAT,
    files: rejectsFile.lines === 0 ? files : [...files, rejectsFile],
    targets: shapes.targets.map((name, at) => ({
      name,
      kind: parts.takesList[at] === true ? 'multi' : 'single',
      ...(shapes.optional[at] === true ? { optional: true } : {}),
    })),
    classes: describeClasses(parts),
    account: sumAccounts(accounts),
    sources: scanned.summaries.map((summary, at) => describeSource(summary, accounts[at])),
    config: describeConfig(config),
    seed: config.seed,
    split: parts.certificate ?? {},
    issues: parts.issues,
    run: {
      started: parts.started.toISOString(),
      finished: new Date().toISOString(),
      node: process.version,
      sources: parts.sources.map((source) => source.path ?? source.name),
      out: config.out,
      lane: parts.lane,
    },
  };
}

/** What the filter left out in pass 1, and the rules of the plan in pass 2. */
function leftOutOf({ scanned, dealt }: RunParts, source: number): Account['leftOut'] {
  const filtered = scanned.filtered[source] ?? 0;
  return { ...(filtered === 0 ? {} : { filtered }), ...Object.fromEntries(dealt.leftOut[source] ?? []) };
}

function mergedRows(merged = 0): Pick<Account, 'merged'> {
  return merged === 0 ? {} : { merged };
}

function describeSource(summary: SourceSummary, account: Account | undefined): ManifestSource {
  const { name, format, bytes, digest, rows, csv, orient, compression, encoding, replaced } = summary;
  return {
    name: basename(name),
    format,
    ...(digest === '' ? {} : { bytes, digest }),
    rows,
    ...(account === undefined ? {} : { account }),
    ...(csv === undefined ? {} : { csv }),
    ...(orient === undefined ? {} : { orient }),
    ...(compression === undefined ? {} : { compression }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(replaced === undefined ? {} : { replaced }),
  };
}

/** Every class that was read or written, with its examples before balance and in each split. */
function describeClasses({ shapes, frozen, plan, dealt }: RunParts): readonly ManifestClass[] {
  const { classes, sets } = plan.rare;
  const read = countClasses(frozen.sets, plan.counts.read, frozen.classes.length);
  const perSplit = dealt.written.map((counts) => countClasses(sets, counts, classes.length));
  const givenAt = (split: number, place: number): number => whole(perSplit[split]?.[place] ?? 0);
  // both lists are in one order, and the first holds all of the second
  let known = 0;
  return Array.from({ length: classes.length }, (_, place) => {
    const [target, name] = [classes.targetOf(place), classes.nameOf(place)];
    const isKnown =
      known < frozen.classes.length && frozen.classes.targetOf(known) === target && frozen.classes.nameOf(known) === name;
    return {
      target: shapes.targets[target] ?? '',
      class: name,
      read: isKnown ? whole(read[known++] ?? 0) : 0,
      train: givenAt(0, place),
      validation: givenAt(1, place),
      test: givenAt(2, place),
    };
  });
}

/** The same count, as V8 keeps it without a box of its own where it is below 2^31: 64 bytes less a class. */
function whole(count: number): number {
  const small = count | 0;
  return small === count ? small : count;
}

function sumAccounts(accounts: readonly Account[]): Account {
  const add = (sum: Account['rejected'], counts: Account['rejected']): Account['rejected'] => {
    const codes = new Set([...Object.keys(sum), ...Object.keys(counts)].filter(isRejectCode));
    return Object.fromEntries([...codes].map((code) => [code, (sum[code] ?? 0) + (counts[code] ?? 0)]));
  };
  return accounts.reduce<Account>(
    (sum, account) => ({
      rowsRead: sum.rowsRead + account.rowsRead,
      written: sum.written + account.written,
      rejected: add(sum.rejected, account.rejected),
      leftOut: add(sum.leftOut, account.leftOut),
      ...mergedRows((sum.merged ?? 0) + (account.merged ?? 0)),
    }),
    { rowsRead: 0, written: 0, rejected: {}, leftOut: {} },
  );
}

function isRejectCode(code: string): code is RejectCode {
  return Object.hasOwn(REJECT_CODES, code);
}
