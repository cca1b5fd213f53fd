import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Manifest, ManifestClass } from '../../src/core/manifest.js';
import type { FileSummary, Output } from '../../src/write/write.js';
import type { SplitName } from '../../src/core/splits.js';

/** A folder for one test, removed after it. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), 'labelmill-write-')));
    made.push(folder);
    return folder;
  };
}

/** Number of a process that has ended. */
export function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

export const LINES = {
  train: ['{"text":"one","labels":{"tone":"good","topic":["a","b"]}}', '{"text":"two","labels":{"tone":"bad","topic":["a"]}}'],
  validation: ['{"text":"three","labels":{"tone":"good","topic":["b"]}}'],
  test: ['{"text":"four \\u2028 é 😀","labels":{"tone":"bad","topic":["b"]}}'],
} as const;

const CLASSES: readonly ManifestClass[] = [
  { target: 'tone', class: 'bad', read: 2, train: 1, validation: 0, test: 1 },
  { target: 'tone', class: 'good', read: 2, train: 1, validation: 1, test: 0 },
  { target: 'topic', class: 'a', read: 2, train: 2, validation: 0, test: 0 },
  { target: 'topic', class: 'b', read: 3, train: 1, validation: 1, test: 1 },
];

/** A manifest for files, with an account that adds up. */
export function manifestFor(files: Manifest['files'], changes: Partial<Manifest> = {}): Manifest {
  const written = files.reduce((sum, file) => sum + (file.split === undefined ? 0 : file.lines), 0);
  return {
    labelmill: '0.1.0',
    format: 1,
    files,
    targets: [
      { name: 'tone', kind: 'single' },
      { name: 'topic', kind: 'multi' },
    ],
    classes: CLASSES,
    account: { rowsRead: written, written, rejected: {}, leftOut: {} },
    sources: [{ name: 'data.csv', format: 'csv', bytes: 10, digest: '0123456789abcdef', rows: written }],
    config: {},
    seed: 42,
    split: {},
    issues: [],
    run: { started: '2026-01-01T00:00:00Z', finished: '2026-01-01T00:00:01Z', node: 'v20', sources: ['data.csv'], out: 'out' },
    ...changes,
  };
}

export type Sets = Readonly<Record<SplitName, readonly string[]>>;

/** Writes splits to an open output; what is listed in the manifest. */
export function writeSplits(output: Output, sets: Sets = LINES): Manifest['files'] {
  return (['train', 'validation', 'test'] as const)
    .map((split) => ({ split, summary: writeSplit(output, `${split}.jsonl`, sets[split]) }))
    .filter(({ summary }) => summary.bytes > 0)
    .map(({ split, summary }) => ({ ...summary, split }));
}

function writeSplit(output: Output, name: string, lines: readonly string[]): FileSummary {
  const file = output.lines(name);
  for (const line of lines) file.write(line);
  return file.finish();
}

/** Files of a folder with their content; undefined where there is no folder. */
export function contentOf(folder: string): Readonly<Record<string, string>> | undefined {
  if (!fs.existsSync(folder)) return undefined;
  return Object.fromEntries(fs.readdirSync(folder).map((name) => [name, fs.readFileSync(join(folder, name), 'utf8')]));
}
