import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspect, prepare, type CsvOptions, type PrepareOptions } from '../../src/index.js';
import { failureOf, withFolder } from './support.js';

const MAPPING = { text: 'text', labels: { intent: { field: 'label' } } };
const CLASSES = ['lights', '__proto__', 'constructor', 'toString', '=1+1', 'é'];
const TEXTS = ['say "hi", you; there | and\tthen: ~ ^ ‖', 'two\nlines', "it's\\here", 'plain'];
const ROWS = Array.from({ length: 60 }, (_, at) => [`${at} ${TEXTS[at % 4] ?? ''}`, CLASSES[at % 6] ?? '']);

/** The rows as a writer of this dialect gives them. */
function written(csv: CsvOptions, newline: string): string {
  const { delimiter = ',', quote = '"', escape = quote } = csv;
  const cell = (value: string): string => {
    if (quote === false) return value.replaceAll(/[\\\n]/g, '\\$&').replaceAll(delimiter, `\\${delimiter}`);
    const inside = escape === '\\' ? value.replaceAll('\\', '\\\\') : value;
    return `${quote}${inside.replaceAll(quote, `${String(escape)}${quote}`)}${quote}`;
  };
  return [['text', 'label'], ...ROWS].map((row) => row.map(cell).join(delimiter) + newline).join('');
}

async function prepared(content: string, options: Partial<PrepareOptions> & { csv?: CsvOptions }) {
  return withFolder(async (folder) => {
    await writeFile(join(folder, 'data.csv'), content);
    const { csv, ...given } = options;
    const source = csv === undefined ? 'data.csv' : { path: 'data.csv', csv };
    const { manifest } = await prepare({ baseDirectory: folder, sources: [source], mapping: MAPPING, out: 'out', ...given });
    const bytes = await Promise.all(
      ['train', 'validation', 'test'].map((name) => readFile(join(folder, 'out', `${name}.jsonl`))),
    );
    return { manifest, digest: createHash('sha256').update(Buffer.concat(bytes)).digest('hex') };
  });
}

describe('a table', () => {
  it('gives the same bytes in every dialect, told or guessed, and every line end', async () => {
    const { digest, manifest } = await prepared(written({}, '\n'), {});
    expect(manifest.classes.map((name) => [name.class, name.read])).toEqual(
      ['=1+1', '__proto__', 'constructor', 'lights', 'toString', 'é'].map((name) => [name, 10]),
    );
    const guessable: readonly CsvOptions[] = [
      { delimiter: ';' },
      { delimiter: '\t' },
      { delimiter: '|' },
      { quote: "'" },
      { escape: '\\' },
      { delimiter: '\t', escape: '\\' },
    ];
    const others: readonly CsvOptions[] = [
      { delimiter: '||' },
      { delimiter: ', ' },
      { delimiter: '‖', quote: '~', escape: '~' },
      { delimiter: ' ', escape: '\\' },
      { delimiter: ',', quote: false, escape: '\\' },
    ];
    for (const csv of [...guessable, ...others]) {
      for (const newline of ['\n', '\r\n']) {
        expect((await prepared(written(csv, newline), { csv })).digest).toBe(digest);
      }
    }
    for (const csv of guessable) expect((await prepared(written(csv, '\n'), {})).digest).toBe(digest);
  }, 60_000);

  it('has its whole dialect in the manifest, with what was guessed', async () => {
    const content = `a note\n\n${written({ delimiter: ';' }, '\n')}`;
    const guessed = await prepared(content, {});
    expect(guessed.manifest.sources[0]?.csv).toEqual({
      delimiter: ';',
      quote: '"',
      escape: '"',
      comment: false,
      skipLines: 2,
      skipInitialSpace: false,
      header: ['text', 'label'],
      guessed: ['delimiter', 'quote', 'escape', 'skipLines', 'skipInitialSpace'],
      looksLikeHeader: true,
      commentLines: 0,
    });
    const told = await prepared(`#x\na note\n${content}`, { csv: { comment: '#', skipLines: 4, delimiter: ';' } });
    expect(told.manifest.sources[0]?.csv).toMatchObject({
      comment: '#',
      skipLines: 4,
      guessed: ['quote', 'escape', 'skipInitialSpace'],
    });
    expect(told.digest).toBe(guessed.digest);
  });

  it('is described by inspect as prepare reads it', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'data.csv');
      await writeFile(path, written({ delimiter: ';', quote: "'" }, '\n'));
      expect((await inspect([path])).sources[0]?.csv).toMatchObject({ delimiter: ';', quote: "'", looksLikeHeader: true });
      const told = await inspect([{ path, csv: { delimiter: ';', quote: "'", header: false } }]);
      expect(told.sources[0]).toMatchObject({ rows: 61, csv: { header: null, looksLikeHeader: true } });
    });
  });
});

describe('a limit of the config', () => {
  const content = written({}, '\n');

  it.each([
    [{ classes: 5 }, 'LIMIT_EXCEEDED', 'there are more than 5 classes'],
    [{ columns: 1 }, 'LIMIT_EXCEEDED', 'the table has 2 columns, and the limit is 1'],
    [{ rowBytes: 30 }, 'TOO_MANY_REJECTS', 'row-too-large'],
    [{ classBytes: 6 }, 'TOO_MANY_REJECTS', 'label-too-long'],
  ])('%j is kept', async (limits, code, says) => {
    const error = await failureOf(prepared(content, { limits }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
  });

  it('lets as much pass as it says', async () => {
    const { manifest } = await prepared(content, { limits: { classes: 6, columns: 2, classBytes: 11, labelsPerRow: 1 } });
    expect(manifest.account.written).toBe(60);
    expect(manifest.config).toMatchObject({ limits: { classes: 6, columns: 2, rowBytes: 16 * 1024 * 1024 } });
  });
});
