import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { boardMemory, openBoard } from '../../src/lane/threads/board.js';
import { createChunkWorker } from '../../src/lane/threads/chunk-worker.js';

it('gives up a chunk that it can not read, and takes no other', async () => {
  const hashing = { textSeed: 1n, selectKey: 2n, orderKey: 3n };
  const setup = { worker: 0, threads: 2, hashing, chunkBytes: 65536, bell: new SharedArrayBuffer(4) };
  const worker = await createChunkWorker(setup);
  const board = boardMemory(4);
  const shape = { width: 2, delimiter: 44, quote: 34, text: 0, keys: [1] };
  // a folder opens, and can't be read
  const source = { path: tmpdir(), form: { kind: 'table', shape }, pass: 'scan', board, starts: undefined, reading: 7 } as const;
  await worker.obey({ kind: 'source', source });
  expect(worker.claim()).toBe(-1);

  openBoard(board, -1, 2).reach(0);
  expect(worker.claim()).toBe(1);
  expect(worker.walk(1)).toEqual({ reading: 7, chunk: 1 });
  expect(worker.claim()).toBe(-1);
});
