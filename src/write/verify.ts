import fs from 'node:fs';
import { join } from 'node:path';
import { createFingerprinter, type Fingerprinter } from '../core/fingerprint.js';
import { SPLITS } from '../core/splits.js';
import { checkAccount } from './check-account.js';
import { createLineChecker } from './check-line.js';
import { createClassCounts } from './class-counts.js';
import { createDigester, type Digester } from './digest.js';
import { createFindings, type Finding, type Findings } from './findings.js';
import { FIXED_NAMES } from './folder-content.js';
import { createInputIndex, type InputIndex } from './input-index.js';
import { reportLeaks } from './leaks.js';
import type { Manifest, ManifestFile } from '../core/manifest.js';
import { readManifest } from './read-manifest.js';
import { scanLines, type Scan } from './scan-lines.js';

/** Fingerprints in two splits that are looked into byte by byte; the rest are counted. */
const MOST_SUSPECTS = 1000;

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  /** Called with the size of each piece read. */
  readonly onBytes?: (bytes: number) => void;
}

/** Whether an output folder is what its manifest says. */
export interface Verification {
  readonly ok: boolean;
  /** The first 20 findings, no more than 5 of one code. */
  readonly findings: readonly Finding[];
  /** How many there are. */
  readonly findingCount: number;
  /** Files read. */
  readonly files: number;
  /** Lines of the splits. */
  readonly lines: number;
  /** Classes found in them. */
  readonly classes: number;
}

/**
 * Reads an output folder again, every byte of it, and holds it against its manifest: files, sizes, digests, the form of every
 * line, classes per split, the account, and that no input is in two splits.
 * Memory: 8 bytes per example and a few MiB. About 2 µs per line of 100 bytes.
 * @throws LabelmillError SOURCE_MISSING (no folder), OUTPUT_CORRUPT (no manifest), SOURCE_UNREADABLE, ABORTED
 */
export async function verifyOutput(folder: string, options: VerifyOptions = {}): Promise<Verification> {
  const findings = createFindings();
  const read = await readManifest(folder);
  if ('fault' in read) {
    findings.add({ code: 'manifest-invalid', file: 'manifest.json', message: read.fault });
    return result(findings, { files: 0, lines: 0, classes: 0 });
  }
  const { manifest } = read;
  const present = findFiles(folder, manifest, findings);
  const classes = createClassCounts(manifest.targets);
  const inputs = createInputIndex();
  const work: Work = {
    folder,
    manifest,
    findings,
    options,
    inputs,
    classes,
    startDigest: await createDigester(),
    fingerprint: await createFingerprinter(),
  };
  let lines = 0;
  for (const file of present) {
    const { split } = file;
    const scan = split === undefined ? await readOther(file, work) : await readSplit(file, SPLITS.indexOf(split), work);
    compareFile(file, scan, findings);
    lines += split === undefined ? 0 : scan.lines;
  }
  classes.compare(manifest, findings);
  checkAccount(manifest, findings);
  const suspects = inputs.suspects(MOST_SUSPECTS);
  if (suspects.count > 0) {
    await reportLeaks({
      folder,
      files: present,
      targets: manifest.targets,
      suspects,
      findings,
      fingerprint: work.fingerprint,
      options,
    });
  }
  return result(findings, { files: present.length, lines, classes: classes.size });
}

interface Work {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly findings: Findings;
  readonly options: VerifyOptions;
  readonly inputs: InputIndex;
  readonly classes: ReturnType<typeof createClassCounts>;
  readonly startDigest: Digester;
  readonly fingerprint: Fingerprinter;
}

function result(findings: Findings, counts: Pick<Verification, 'files' | 'lines' | 'classes'>): Verification {
  return { ok: findings.count === 0, findings: findings.kept, findingCount: findings.count, ...counts };
}

/** The files of the manifest that are there. Names those that are not, and everything else that is. Follows no link. */
function findFiles(folder: string, manifest: Manifest, findings: Findings): readonly ManifestFile[] {
  const entries = new Map(fs.readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, entry.isFile()]));
  const listed = new Set(manifest.files.map(({ name }) => name));
  if (listed.size < manifest.files.length) findings.add({ code: 'manifest-invalid', message: 'the manifest lists a file twice' });
  for (const [name, isFile] of entries) {
    if (listed.has(name) || (isFile && FIXED_NAMES.includes(name))) continue;
    findings.add({ code: 'file-extra', file: name, message: `the manifest does not list ${name}` });
  }
  for (const name of listed) {
    if (entries.get(name) === true) continue;
    const message = entries.has(name) ? `${name} is not a regular file` : `${name} is missing`;
    findings.add({ code: 'file-missing', file: name, message });
  }
  return manifest.files.filter(({ name }) => entries.get(name) === true);
}

async function readSplit(file: ManifestFile, split: number, work: Work): Promise<Scan> {
  const { folder, manifest, findings, options, inputs, classes, fingerprint } = work;
  const checkLine = createLineChecker(manifest.targets);
  const halves = { high: 0, low: 0 };
  return scanLines({
    ...options,
    path: join(folder, file.name),
    digest: work.startDigest(file.sha256 !== undefined),
    onLine(bytes, line) {
      const checked = bytes === undefined ? TOO_LARGE : checkLine(bytes);
      if ('code' in checked) {
        findings.add({ code: checked.code, file: file.name, line, message: `${file.name}:${line} ${checked.message}` });
        return;
      }
      classes.add(checked.labels, split);
      fingerprint(checked.input, halves);
      inputs.add(halves.high, halves.low, split);
    },
  });
}

const TOO_LARGE = { code: 'line-large', message: 'is larger than any line labelmill writes' } as const;

/** A file that belongs to no split: its bytes and lines are all there is to check. */
function readOther(file: ManifestFile, work: Work): Promise<Scan> {
  const digest = work.startDigest(file.sha256 !== undefined);
  return scanLines({ ...work.options, path: join(work.folder, file.name), digest, onLine: () => undefined });
}

function compareFile(file: ManifestFile, scan: Scan, findings: Findings): void {
  const { name } = file;
  if (scan.bytes !== file.bytes) {
    findings.add({ code: 'file-bytes', file: name, message: `${name} has ${scan.bytes} bytes, the manifest says ${file.bytes}` });
  }
  if (scan.lines !== file.lines) {
    findings.add({ code: 'file-lines', file: name, message: `${name} has ${scan.lines} lines, the manifest says ${file.lines}` });
  }
  for (const kind of ['xxh64', 'sha256'] as const) {
    const stated = file[kind];
    if (stated === undefined || stated === scan[kind]) continue;
    findings.add({
      code: 'file-digest',
      file: name,
      message: `${name} has the ${kind} ${String(scan[kind])}, the manifest says ${stated}`,
    });
  }
  if (!scan.isEnded) findings.add({ code: 'line-end', file: name, message: `the last line of ${name} has no line end` });
}
