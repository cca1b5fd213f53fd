import fs from 'node:fs/promises';
import { join } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Report } from '../core/report.js';

const REPORT_NAME = 'report.json';
/** Errors of the schema that are told. */
const ERRORS_SHOWN = 3;

/**
 * Reads the report of an output folder and checks it against its schema.
 * @throws LabelmillError SOURCE_MISSING (no folder), OUTPUT_CORRUPT (no report in it, or none that fits), SOURCE_UNREADABLE
 */
export async function readReport(folder: string): Promise<Report> {
  const path = join(folder, REPORT_NAME);
  const value = parse(await readText(folder, path), path);
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const schema: unknown = JSON.parse(await fs.readFile(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
  if (typeof schema !== 'object' || schema === null)
    throw new LabelmillError('INTERNAL', 'the schema of the report is no object');
  const fits = new Ajv2020({ allErrors: true }).compile<Report>(schema);
  if (fits(value)) return value;
  const errors = (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? 'is wrong'}`);
  throw corrupt(path, `does not fit its schema (${errors.slice(0, ERRORS_SHOWN).join('; ')})`);
}

async function readText(folder: string, path: string): Promise<string> {
  try {
    return await fs.readFile(path, 'utf8');
  } catch (error) {
    const reason = reasonOf(error);
    const isFolder = await fs.stat(folder).then(
      (status) => status.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      const message = `there is no folder ${folder} (${reason}): name one that prepare wrote`;
      throw new LabelmillError('SOURCE_MISSING', message, { path: folder, reason }, error);
    }
    if (reason === 'ENOENT') throw corrupt(path, 'is not there', error);
    throw new LabelmillError('SOURCE_UNREADABLE', `cannot read ${path} (${reason})`, { path, reason }, error);
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw corrupt(path, 'is not JSON', error);
  }
}

function corrupt(path: string, what: string, cause?: unknown): LabelmillError {
  return new LabelmillError('OUTPUT_CORRUPT', `${path} ${what}: prepare the folder again`, { path }, cause);
}
