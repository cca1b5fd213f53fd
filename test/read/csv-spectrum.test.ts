import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isReject } from '../../src/core/reject.js';
import { readText } from './support.js';

const SPECTRUM = dirname(createRequire(import.meta.url).resolve('csv-spectrum'));
const NAMES = readdirSync(join(SPECTRUM, 'csvs')).map((name) => name.replace('.csv', ''));

/** The description of one file has another number than the file. */
const ERRATA: Readonly<Record<string, readonly [string, string]>> = { location_coordinates: ['1234567890', '2095257564'] };

describe('csv-spectrum', () => {
  it.each(NAMES)('%s is read as it says', async (name) => {
    const content = readFileSync(join(SPECTRUM, 'csvs', `${name}.csv`));
    const [wrong, right] = ERRATA[name] ?? ['', ''];
    const description = readFileSync(join(SPECTRUM, 'json', `${name}.json`), 'utf8').replace(wrong, right);
    const expected: unknown = JSON.parse(description);
    for (const chunkSizeBytes of [1, 2, 7, 64 * 1024]) {
      const { rows } = await readText(`${name}.csv`, content, { chunkSizeBytes });
      const records = rows.map((row) => {
        if (isReject(row) || row.kind !== 'cells') return row;
        return Object.fromEntries((row.header ?? []).map((field, at) => [field, row.cells[at]]));
      });
      // one of the files is described as an object instead of a list of one
      expect(records).toEqual(Array.isArray(expected) ? expected : [expected]);
    }
  });
});
