import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepare } from '../../src/pipeline/pipeline.js';
import { tickets } from '../cli/support.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'labelmill-finds-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const TABLE = tickets([
  ['refund', 30],
  ['delivery', 20],
]);

describe('a source that is another file in the second pass', () => {
  const others: readonly (readonly [string, string | Uint8Array])[] = [
    ['no file of a known format', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')],
    ['a table without the fields', 'a,b\n1,2\n'],
    ['damaged text', Buffer.concat([Buffer.from(TABLE), Buffer.from([0xff])])],
    ['cut compressed data', gzipSync(TABLE).subarray(0, 60)],
  ];
  it.each(others.flatMap(([what, bytes]) => (['auto', 'rows'] as const).map((lane) => [what, lane, bytes] as const)))(
    'has changed, and is not damaged data: %s, lane %s',
    async (_what, lane, bytes) => {
      const path = join(folder, 'table.csv');
      writeFileSync(path, TABLE);
      const mapping = { text: 'body', labels: { queue: { field: 'queue' } } };
      const options = { baseDirectory: folder, sources: [path], mapping, lane, out: join(folder, 'out') };
      const onProgress = ({ phase }: { readonly phase: string }): void => {
        if (phase === 'plan') writeFileSync(path, bytes);
      };
      await expect(prepare(options, { onProgress })).rejects.toMatchObject({ code: 'SOURCE_CHANGED', exitCode: 3 });
      expect(existsSync(options.out)).toBe(false);
    },
  );
});
