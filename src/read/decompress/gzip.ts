import { createGunzip } from 'node:zlib';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import { throughEngine } from './engine.js';

/** Bytes decompressed at a time. */
const PIECE_BYTES = 64 * 1024;

/**
 * The content of a gzip file: all of its members. After the last one only zeros may follow, with which tapes and block devices
 * are padded; node:zlib alone stops without a word at a member whose first byte is zero. Time: about 300 MB/s of content.
 * @throws LabelmillError SOURCE_MALFORMED, also after good content
 */
export async function* gunzip(
  name: string,
  chunks: AsyncIterator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  const engine = createGunzip({ chunkSize: PIECE_BYTES });
  try {
    const { unread, isAll } = yield* throughEngine(engine, chunks);
    let byte = engine.bytesWritten;
    refuseJunk(name, unread, byte);
    byte += unread.length;
    if (isAll) return;
    for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) {
      refuseJunk(name, step.value, byte);
      byte += step.value.length;
    }
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    const isCut = reasonOf(error) === 'Z_BUF_ERROR';
    const reason = error instanceof Error ? error.message : String(error);
    const what = isCut ? 'is cut' : `is damaged (${reason})`;
    const where = isCut ? `after byte ${engine.bytesWritten}` : `near byte ${engine.bytesWritten}`;
    const message = `${name}: the gzip data ${what} ${where} of the file; get the file again (gzip -t tells whether it is whole)`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source: name, byte: engine.bytesWritten, reason }, error);
  }
}

/** @throws LabelmillError SOURCE_MALFORMED where a byte is not zero */
function refuseJunk(name: string, bytes: Buffer, firstByte: number): void {
  const at = bytes.findIndex((byte) => byte !== 0);
  if (at < 0) return;
  const byte = firstByte + at;
  const message = `${name}: the gzip data ends before byte ${byte} of the file, but something follows that is not gzip: a damaged part or another file; get the file again`;
  throw new LabelmillError('SOURCE_MALFORMED', message, { source: name, byte });
}
