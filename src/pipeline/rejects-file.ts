import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Source } from '../read/read.js';
import type { LineFile } from '../write/write.js';

/** The file of everything set aside, in the output folder. */
export const REJECTS_NAME = 'rejects.jsonl';

/** Copies what was set aside so far from the staging folder to the file the user asked for. */
export async function copyRejects(rejects: LineFile, staging: string, path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    if (rejects.finish().lines === 0) await writeFile(path, '');
    else await copyFile(join(staging, REJECTS_NAME), path);
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    throw new LabelmillError('OUTPUT_UNWRITABLE', `cannot write the rejects to ${path}: ${reasonOf(error)}`, { path }, error);
  }
}

/** Reports the rejects of a run that failed. @returns its error, with what went wrong in reporting added */
export async function alsoReport(error: unknown, report: () => Promise<void>): Promise<unknown> {
  try {
    await report();
    return error;
  } catch (second) {
    if (!(error instanceof LabelmillError) || !(second instanceof Error)) return error;
    return new LabelmillError(error.code, `${error.message}\n${second.message}`, error.facts, error);
  }
}

/** @throws LabelmillError SOURCE_IS_OUTPUT where a run would replace what it reads */
export function refuseSourcesInOutput(sources: readonly Source[], out: string): void {
  const inside = sources.find(
    (source) => source.path !== undefined && (source.path === out || source.path.startsWith(out + sep)),
  );
  if (inside === undefined) return;
  throw new LabelmillError(
    'SOURCE_IS_OUTPUT',
    `${inside.name} is in the output folder ${out}, which a run replaces: choose another folder with --out`,
    {
      source: inside.name,
      out,
    },
  );
}
