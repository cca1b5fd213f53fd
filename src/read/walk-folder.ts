import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byCodePoint } from '../core/code-point-order.js';

/** Endings of data files. bzip2 and xz can't be read, but must not be passed over in silence. */
const DATA_FILE = /\.(?:csv|tsv|tab|psv|json|jsonl|ndjson|parquet)(?:\.(?:gz|zst|bz2|xz))?$/i;

/** Whether a file has the ending of a data file. */
export function isDataFile(name: string): boolean {
  return DATA_FILE.test(name);
}

/**
 * The data files in a folder and the folders in it, sorted by code point, as paths that begin with `name`. Hidden files and
 * folders and those whose name begins with `_` are left out, as are files without the ending of a data file. Symbolic links
 * are followed; no folder is entered twice.
 * @param name how the user wrote the folder
 */
export async function walkFolder(folder: string, name: string): Promise<readonly string[]> {
  const found: string[] = [];
  const entered = new Set<string>();
  const walk = async (path: string, shown: string): Promise<void> => {
    const real = await realpath(path);
    if (entered.has(real)) return;
    entered.add(real);
    for (const entry of await readdir(path)) {
      if (entry.startsWith('.') || entry.startsWith('_')) continue;
      const stats = await stat(join(path, entry)).catch(() => undefined);
      const inner = shown.endsWith('/') ? shown + entry : `${shown}/${entry}`;
      if (stats?.isDirectory() === true) await walk(join(path, entry), inner);
      else if (stats?.isFile() === true && DATA_FILE.test(entry)) found.push(inner);
    }
  };
  await walk(folder, name);
  return found.sort(byCodePoint);
}
