import { systemCode, type Disk } from './disk.js';

/** What file systems answer that can't sync a folder, and need not. */
const NOT_NEEDED = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR']);

/**
 * Makes the names in a folder durable.
 * @throws LabelmillError OUTPUT_UNWRITABLE
 */
export async function syncFolder(path: string, disk: Disk): Promise<void> {
  if (process.platform === 'win32') return; // folders can't be opened there; NTFS keeps a journal of names
  const handle = disk.open(path, 'r');
  try {
    await disk.sync(handle);
  } catch (error) {
    if (!NOT_NEEDED.has(systemCode(error))) throw error;
  } finally {
    disk.close(handle);
  }
}
