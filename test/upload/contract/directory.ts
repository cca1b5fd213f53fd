import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDirectory } from '../../../src/upload/destinations/directory.js';
import { temporaryFolder } from '../support.js';
import type { Subject } from './subject.js';

export async function directorySubject(): Promise<Subject> {
  const path = join(await temporaryFolder(), 'a', 'b');
  return {
    destination: openDirectory({ path }),
    content: (id) => readFile(id).catch(() => undefined),
    count: async () => (await readdir(path).catch(() => [])).length,
    again: async () => openDirectory({ path }),
    async obstruct(name, content) {
      await mkdir(path, { recursive: true });
      await writeFile(join(path, name), content);
    },
  };
}
