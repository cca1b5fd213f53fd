import { LabelmillError } from '../core/errors.js';
import { syntaxOf } from './read-text.js';

/**
 * Reads the user's own schema of a line: JSON, or YAML where the file is named so. Whether it is a schema is checked by the
 * stage that uses it.
 * @param path absolute
 * @throws LabelmillError SCHEMA_INVALID where it can't be read or is no object
 */
export async function readSchema(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { readDocument } = await import('./document.js'); // which loads a reader of YAML
  const { value } = await readDocument(path, syntaxOf(path) ?? 'json').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabelmillError('SCHEMA_INVALID', `the schema of a line can't be used: ${reason}`, { path }, error);
  });
  if (isRecord(value)) return value;
  throw new LabelmillError('SCHEMA_INVALID', `${path} holds no JSON Schema; a schema is an object`, { path });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
