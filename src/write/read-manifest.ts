import fs from 'node:fs/promises';
import { join } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { MANIFEST_NAME } from './folder-content.js';
import type { Manifest } from '../core/manifest.js';

/** Errors of the schema that are told. */
const ERRORS_SHOWN = 3;

/**
 * Reads the manifest of an output folder and checks it against its schema.
 * @param name  file name of the manifest, where it was kept under another
 * @returns the manifest, or why it is none
 * @throws LabelmillError SOURCE_MISSING (no folder), OUTPUT_CORRUPT (no manifest), SOURCE_UNREADABLE
 */
export async function readManifest(
  folder: string,
  name = MANIFEST_NAME,
): Promise<{ readonly manifest: Manifest } | { readonly fault: string }> {
  const text = await readText(folder, name);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'the manifest is not valid JSON' };
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const schema: unknown = JSON.parse(await fs.readFile(new URL('../../schemas/manifest.schema.json', import.meta.url), 'utf8'));
  const ajv = new Ajv2020({ allErrors: true });
  if (typeof schema !== 'object' || schema === null)
    throw new LabelmillError('INTERNAL', 'the schema of the manifest is no object; install the package again');
  const fits = ajv.compile<Manifest>(schema);
  if (fits(value)) return { manifest: value };
  const errors = ajv.errorsText(fits.errors?.slice(0, ERRORS_SHOWN), { dataVar: 'manifest', separator: '; ' });
  return { fault: `the manifest does not fit its schema: ${errors}` };
}

async function readText(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  try {
    if (!(await fs.stat(folder)).isDirectory()) {
      throw new LabelmillError('SOURCE_MISSING', `${folder} is not a folder: name an output folder`, { path: folder });
    }
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    const reason = reasonOf(error);
    throw new LabelmillError(
      'SOURCE_MISSING',
      `there is no folder ${folder} (${reason}): name one that prepare wrote`,
      { path: folder, reason },
      error,
    );
  }
  try {
    return await fs.readFile(path, 'utf8');
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== 'ENOENT')
      throw new LabelmillError('SOURCE_UNREADABLE', `cannot read ${path} (${reason})`, { path, reason }, error);
    const message = `${folder} has no ${name}: it is not an output of labelmill, or not a whole one; prepare it again`;
    throw new LabelmillError('OUTPUT_CORRUPT', message, { path }, error);
  }
}
