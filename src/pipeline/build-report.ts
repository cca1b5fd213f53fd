import type { BalanceOptions } from '../balance/balance.js';
import { byCodePoint } from '../core/code-point-order.js';
import type { Certificate } from '../core/certificate.js';
import type { Issue } from '../core/issue.js';
import type { Manifest, ManifestClass, ManifestTarget } from '../core/manifest.js';
import {
  CLASSES_LISTED,
  REPORT_FORMAT,
  type NearDuplicates,
  type RepeatedInput,
  type Report,
  type ReportClass,
  type ReportForecast,
  type ReportTarget,
} from '../core/report.js';
import { select } from '../core/select.js';
import type { Sample } from './take-sample.js';

export interface ReportParts {
  readonly manifest: Manifest;
  readonly issues: readonly Issue[];
  readonly certificate: Certificate | undefined;
  readonly balance: BalanceOptions;
  readonly duplicates: readonly RepeatedInput[];
  readonly contradictions: readonly RepeatedInput[];
  readonly nearDuplicates: NearDuplicates | undefined;
  readonly forecast: ReportForecast | undefined;
  /** What was measured in the files. */
  readonly sample: Sample;
}

/** The report of a run that went through. Pure; time O(classes log classes). */
export function buildReport(parts: ReportParts): Report {
  const { manifest, issues, certificate, balance, sample, duplicates, contradictions, nearDuplicates, forecast } = parts;
  const { labelmill, files, account, sources, config, seed, run } = manifest;
  return {
    labelmill,
    format: REPORT_FORMAT,
    passed: issues.every(({ severity }) => severity !== 'error'),
    failOn: 'error',
    account,
    issues,
    targets: manifest.targets.map((target) => describeTarget(target, manifest.classes, balance)),
    files,
    sources,
    ...sample,
    duplicates,
    contradictions,
    ...(nearDuplicates === undefined ? {} : { nearDuplicates }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(forecast === undefined ? {} : { forecast }),
    config,
    seed,
    run,
  };
}

function describeTarget(
  { name, kind }: ManifestTarget,
  classes: readonly ManifestClass[],
  { min, max }: BalanceOptions,
): ReportTarget {
  const sorted = [...select(classes, (row) => row.target === name && row.read + keptOf(row) > 0)].sort(
    (a, b) => keptOf(b) - keptOf(a) || b.read - a.read || byCodePoint(a.class, b.class),
  );
  const half = CLASSES_LISTED / 2;
  const listed = sorted.length > CLASSES_LISTED ? [...sorted.slice(0, half), ...sorted.slice(-half)] : sorted;
  const least = min.perTarget?.get(name) ?? min.all;
  const most = max.perTarget?.get(name) ?? max.all;
  return {
    name,
    kind,
    ...(least === undefined ? {} : { min: least }),
    ...(most === undefined ? {} : { max: most }),
    classesRead: sorted.length,
    classesKept: sorted.reduce((kept, row) => kept + (keptOf(row) > 0 ? 1 : 0), 0),
    classes: listed.map(({ class: held, read, train, validation, test }) => ({ class: held, read, train, validation, test })),
  };
}

function keptOf({ train, validation, test }: ReportClass): number {
  return train + validation + test;
}
