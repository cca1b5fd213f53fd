import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { isReject } from '../../src/core/reject.js';
import { digestRows, FIXTURES, readFileRows, readJson } from './parquet-support.js';
import { errorOf, readText, temporaryFolder } from './support.js';

type Flip = readonly [place: number, mask: number, outcome: string];

const FLIPS: readonly (readonly [string, readonly Flip[]])[] = Object.entries(readJson('flips.json'));

/** Rejections that nobody awaits: hyparquet's own reader has them, and one kills the process. */
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

function fixture(name: string): Buffer {
  return readFileSync(join(FIXTURES, name));
}

async function messageOf(content: Buffer): Promise<string> {
  const error = await errorOf(readText('data.parquet', content));
  return `${error.code}: ${error.message}`;
}

/** Digest of the rows, or why there are none. */
async function outcomeOf(path: string): Promise<string> {
  try {
    const rows = await readFileRows(path);
    return rows.some(isReject) ? 'refused: rejects' : digestRows(rows);
  } catch (error) {
    if (error instanceof LabelmillError && ['SOURCE_MALFORMED', 'LIMIT_EXCEEDED'].includes(error.code))
      return `refused: ${error.message}`;
    throw error;
  }
}

describe('a file with one changed byte', () => {
  it.each(FLIPS)('is refused, or read as pyarrow reads it: %s', async (name, flips) => {
    const folder = await temporaryFolder();
    const content = fixture(name);
    const same = digestRows(await readFileRows(join(FIXTURES, name)));
    const wrong: unknown[] = [];
    for (const [place, mask, oracle] of flips) {
      const damaged = Buffer.from(content);
      damaged[place] = (damaged[place] ?? 0) ^ mask;
      const path = join(folder, `${place}.parquet`);
      await writeFile(path, damaged);
      const found = await outcomeOf(path);
      // what pyarrow refuses and we read to the same rows has lost nothing
      const isRight = found.startsWith('refused') || found === same || found === oracle;
      if (!isRight) wrong.push([place, mask, oracle, found]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('a file that is no Parquet file, or part of one', () => {
  it.each([
    ['', 'it is empty'],
    ['PAR1', 'it is cut off: a Parquet file has 12 bytes at least, this one 4'],
    ['PAR1PAR1', 'it is cut off'],
    ['PAR1\0\0\0\0PAR1', 'its footer is damaged'],
    ['PAR1\xff\xff\xff\x7fPAR1', 'its footer says it has 2147483647 bytes, but the file has only 12'],
    ['PAR2\x15\0\0\0\0PAR1', 'it does not begin with PAR1'],
  ])('refuses %j', async (content, reason) => {
    const message = await messageOf(Buffer.from(content, 'latin1'));
    expect(message).toContain('SOURCE_MALFORMED: data.parquet: it');
    expect(message).toContain(reason);
  });

  it('refuses a file that is cut off, wherever', async () => {
    for (const name of ['groups.parquet', 'duckdb.parquet']) {
      const content = fixture(name);
      for (let length = 0; length < content.length; length += 1 + Math.floor(content.length / 150)) {
        expect(await messageOf(content.subarray(0, length))).toMatch(/^SOURCE_MALFORMED: data\.parquet: it/);
      }
    }
  });

  it('refuses a file that lost bytes in the middle, or won some', async () => {
    const content = fixture('none.parquet');
    for (const place of [4, 100, 1000, 2000]) {
      expect(await messageOf(Buffer.concat([content.subarray(0, place), content.subarray(place + 7)]))).toContain(
        'SOURCE_MALFORMED',
      );
      const more = Buffer.concat([content.subarray(0, place), Buffer.from('seven..'), content.subarray(place)]);
      expect(await messageOf(more)).toContain('SOURCE_MALFORMED');
    }
  });

  it('refuses encrypted files by name', async () => {
    const content = fixture('none.parquet');
    content.write('PARE', 0);
    content.write('PARE', content.length - 4);
    expect(await messageOf(content)).toContain('it is an encrypted Parquet file, which is not read; decrypt it first');
    content.write('PAR1', 0);
    expect(await messageOf(content)).toContain('its footer is encrypted');
  });

  it('names row group, column, page and byte of a page whose CRC does not fit', async () => {
    const content = fixture('none.parquet');
    const place = content.indexOf('shipping');
    content[place] = 0x53;
    const message = await messageOf(content);
    expect(message).toMatch(
      /^SOURCE_MALFORMED: data\.parquet: row-group 1, column "label", page 1 \(byte \d+\): its CRC does not fit its bytes; /,
    );
  });

  it('refuses a page that is larger than the limit by name', async () => {
    const data = Array.from({ length: 7 }, () => 'x'.repeat(15 * 1024 * 1024));
    const columnData = [{ name: 'text', data, type: 'STRING' as const, encoding: 'PLAIN' as const }];
    const content = Buffer.from(parquetWriteBuffer({ columnData, pageSize: 2 ** 30, statistics: false }));
    expect(await messageOf(content)).toMatch(
      /^LIMIT_EXCEEDED: data\.parquet: column "text" has a page of 11\d{7} bytes; the limit is 104857600\./,
    );
  });

  it('left no rejection that nobody awaits', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });
});
