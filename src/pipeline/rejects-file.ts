import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Source } from '../read/read.js';
import type { LineFile, Output } from '../write/write.js';

/** The file of everything set aside, in the output folder. */
export const REJECTS_NAME = 'rejects.jsonl';

/** Copies what was set aside to the file the user asked for, published or not. */
export async function copyRejects(
  rejects: LineFile,
  { output, out }: { output: Output; out: string },
  path: string,
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const { lines } = rejects.finish();
    const staged = join(output.staging, REJECTS_NAME);
    if (lines === 0) await writeFile(path, '');
    else await copyFile(existsSync(staged) ? staged : join(out, REJECTS_NAME), path);
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    throw new LabelmillError('OUTPUT_UNWRITABLE', `cannot write the rejects to ${path}: ${reasonOf(error)}`, { path }, error);
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
