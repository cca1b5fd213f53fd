import { systemCode, type Disk } from './disk.js';

/** Writes that may bring nothing on before it counts as a failure; a wait of 1 ms lies between them. */
const IDLE_WRITES = 1000;

/**
 * Writes all bytes, however many calls that takes: a write may be cut short, interrupted, or find a pipe full.
 * @throws what `disk.write` throws, or an error when 1,000 writes in a row bring nothing on
 */
export function writeFully(disk: Disk, handle: number, bytes: Uint8Array): void {
  let done = 0;
  let idle = 0;
  while (done < bytes.length) {
    const written = writeOnce(disk, handle, done === 0 ? bytes : bytes.subarray(done));
    done += written;
    idle = written === 0 ? idle + 1 : 0;
    if (idle === IDLE_WRITES) throw new Error(`${IDLE_WRITES} writes in a row wrote nothing`);
    if (idle > 0) waitMs(1);
  }
}

/** Bytes written; 0 where the system asks to try again. */
function writeOnce(disk: Disk, handle: number, bytes: Uint8Array): number {
  try {
    return disk.write(handle, bytes);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EAGAIN' || code === 'EINTR') return 0;
    throw error;
  }
}

function waitMs(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
