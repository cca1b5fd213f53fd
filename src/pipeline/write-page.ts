import { writeFile } from 'node:fs/promises';
import { LabelmillError, reasonOf } from '../core/errors.js';

/**
 * Writes a page to a file, in place of what is there.
 * @throws LabelmillError OUTPUT_UNWRITABLE
 */
export async function writePage(path: string, page: string): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (error) {
    throw new LabelmillError('OUTPUT_UNWRITABLE', `cannot write ${path} (${reasonOf(error)})`, { path }, error);
  }
}
