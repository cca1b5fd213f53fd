import { NODE_DISK, type Disk } from '../../src/write/disk.js';

/** What becomes of call number `at` (from 0): it fails with a system code, or the process is killed there and does no more. */
export interface Fault {
  readonly at: number;
  readonly code: string;
  readonly thenDead: boolean;
}

/** The real disk, with one fault. `calls` lists what was called so far. */
export function createFaultyDisk(fault: Fault | undefined): { readonly disk: Disk; readonly calls: readonly string[] } {
  const calls: string[] = [];
  const act = <Value>(name: string, real: () => Value): Value => {
    const number = calls.length;
    calls.push(name);
    if (fault !== undefined && (number === fault.at || (fault.thenDead && number > fault.at))) throw systemError(fault.code);
    return real();
  };
  const disk: Disk = {
    open: (path, flags) => act('open', () => NODE_DISK.open(path, flags)),
    write: (handle, bytes) => act('write', () => NODE_DISK.write(handle, bytes)),
    sync: async (handle) => act('sync', () => NODE_DISK.sync(handle)),
    close: (handle) => act('close', () => NODE_DISK.close(handle)),
    makeFolder: (path) => act('makeFolder', () => NODE_DISK.makeFolder(path)),
    makeParents: (path) => act('makeParents', () => NODE_DISK.makeParents(path)),
    rename: (from, to) => act('rename', () => NODE_DISK.rename(from, to)),
    link: (from, to) => act('link', () => NODE_DISK.link(from, to)),
    unlink: (path) => act('unlink', () => NODE_DISK.unlink(path)),
    removeFolder: (path) => act('removeFolder', () => NODE_DISK.removeFolder(path)),
  };
  return { disk, calls };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code });
}
