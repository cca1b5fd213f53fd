import { describe, expect, it } from 'vitest';
import { explainErrors, NODE_DISK, systemCode } from '../../src/write/disk.js';
import { writeFully } from '../../src/write/write-fully.js';
import { systemError } from './faulty-disk.js';

describe('writeFully', () => {
  it('gives up after a thousand writes in a row that bring nothing, and not before', () => {
    let calls = 0;
    const disk = { ...NODE_DISK, write: () => (++calls === 1000 ? 1 : 0) };
    expect(() => writeFully(disk, 1, Buffer.from('ab'))).toThrow('1000 writes in a row wrote nothing');
    expect(calls).toBe(2000);
  });

  it('passes on what is no reason to try again', () => {
    let calls = 0;
    const write = () => {
      calls++;
      throw systemError('ENOSPC');
    };
    expect(() => writeFully({ ...NODE_DISK, write }, 1, Buffer.from('a'))).toThrow('ENOSPC');
    expect(calls).toBe(1);
  });
});

describe('an explained disk', () => {
  const failing = explainErrors({
    ...NODE_DISK,
    write: () => {
      throw systemError('EIO');
    },
  });

  it('names a file that was not opened through it by its number', () => {
    expect(() => failing.write(77, Buffer.from('a'))).toThrow(/cannot write file 77 \(EIO\)/);
  });

  it('tells the code of the system, as does an error that was not explained', () => {
    const thrown: unknown[] = [systemError('EBUSY')];
    try {
      failing.write(77, Buffer.from('a'));
    } catch (error) {
      thrown.push(error);
    }
    expect(thrown.map(systemCode)).toEqual(['EBUSY', 'EIO']);
  });
});
