import { LabelmillError } from '../core/errors.js';
import type { RunHooks } from './progress.js';
import { readFile, type FileObject } from './read-file.js';

/** Objects that stand at the same place in several files, in the order of the files. */
export type Together = readonly FileObject[];

/**
 * Reads files of JSON Lines side by side, in batches. Memory: a batch of each.
 * @throws LabelmillError SOURCE_MALFORMED where one ends before another, and what reading them throws
 */
export async function* readTogether(
  paths: readonly string[],
  hooks: Pick<RunHooks, 'signal'> & { readonly onBytes?: (bytes: number) => void },
): AsyncGenerator<readonly Together[], void, undefined> {
  const files = paths.map((path) => ({ path, batches: readFile(path, hooks), batch: NOTHING, at: 0, rows: 0, isOver: false }));
  try {
    for (;;) {
      for (const file of files) {
        while (file.at === file.batch.length && !file.isOver) {
          const next = await file.batches.next();
          file.isOver = next.done === true;
          file.batch = next.done === true ? NOTHING : next.value;
          file.at = 0;
        }
      }
      const shortest = files.find(({ isOver }) => isOver);
      const longer = files.find(({ isOver }) => !isOver);
      if (longer === undefined) return;
      if (shortest !== undefined) throw unlike(shortest, longer);
      const size = Math.min(...files.map(({ batch, at }) => batch.length - at));
      yield Array.from({ length: size }, (_, row) => files.flatMap(({ batch, at }) => batch[at + row] ?? []));
      for (const file of files) {
        file.at += size;
        file.rows += size;
      }
    }
  } finally {
    for (const { batches } of files) await batches.return();
  }
}

const NOTHING: readonly FileObject[] = [];

interface FileEnd {
  readonly path: string;
  readonly rows: number;
}

function unlike(shorter: FileEnd, longer: FileEnd): LabelmillError {
  const message = `${shorter.path} has no line for example ${shorter.rows + 1} of ${longer.path}: they must have one line for each, in the same order`;
  return new LabelmillError('SOURCE_MALFORMED', message, { path: shorter.path, other: longer.path, lines: shorter.rows });
}
