import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { findConfigFile, loadConfigFile, mergeOptions, prepare, verify, type SourceInput } from '../src/index.js';
import { withFolder } from './pipeline/support.js';
import { ROOT, UPDATES } from './readme/document.js';

const SAMPLES = join(ROOT, 'samples');
const FOLDERS = readdirSync(SAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(FOLDERS.map(({ name }) => name))('the sample %s', (name) => {
  it('comes out as expected, byte for byte, and verifies', () =>
    withFolder(async (folder) => {
      const out = await prepareSample(name, join(folder, 'out'));
      const expected = join(SAMPLES, name, 'expected');
      expect(await verify(out)).toMatchObject({ ok: true, findings: [] });
      if (UPDATES) writeFiles(expected, readFiles(out));
      else expect(readFiles(out)).toEqual(readFiles(expected));
    }));
});

describe('the sample intents', () => {
  it('gives the same bytes as CSV, as JSON Lines and as a JSON array', () =>
    withFolder(async (folder) => {
      const rows: readonly object[] = parse(readFileSync(join(SAMPLES, 'intents/tickets.csv')), { columns: true });
      const variants: readonly (readonly [string, string])[] = [
        ['tickets.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')],
        ['tickets.json', JSON.stringify(rows, undefined, 1)],
      ];
      const expected = splitsOf(readFiles(join(SAMPLES, 'intents/expected')));
      expect(expected.map(([file]) => file)).toEqual(['test.jsonl', 'train.jsonl', 'validation.jsonl']);
      for (const [file, content] of variants) {
        const source = join(folder, file);
        writeFileSync(source, content);
        const out = await prepareSample('intents', join(folder, 'out'), [source]);
        expect(splitsOf(readFiles(out)), file).toEqual(expected);
      }
    }));
});

/** Prepares a sample by its config, with its sources where they are or with others. */
async function prepareSample(name: string, out: string, sources?: readonly SourceInput[]): Promise<string> {
  const config = await findConfigFile(join(SAMPLES, name));
  if (config === undefined) throw new Error(`the sample ${name} has no config`);
  const flags = { options: { out, ...(sources === undefined ? {} : { sources }) }, directory: ROOT };
  const result = await prepare(mergeOptions(await loadConfigFile(config), flags));
  return result.out;
}

/**
 * Names and contents of the files in a folder; manifest and report without what differs between two runs or versions. The page
 * is the report in another form, with tests of its own.
 */
function readFiles(folder: string): readonly (readonly [name: string, content: string])[] {
  return readdirSync(folder)
    .filter((name) => name !== 'report.html')
    .sort()
    .map((name) => {
      const content = readFileSync(join(folder, name), 'utf8');
      return [name, name.endsWith('.json') ? withoutRun(content) : content];
    });
}

function withoutRun(document: string): string {
  const parts = Object.entries<unknown>(JSON.parse(document)).filter(([key]) => key !== 'run' && key !== 'labelmill');
  return `${JSON.stringify(Object.fromEntries(parts), undefined, 2)}\n`;
}

function writeFiles(folder: string, files: ReturnType<typeof readFiles>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
}

function splitsOf(files: ReturnType<typeof readFiles>): ReturnType<typeof readFiles> {
  return files.filter(([name]) => name.endsWith('.jsonl') && name !== 'rejects.jsonl');
}
