import fs from 'node:fs/promises';
import { LabelmillError, reasonOf } from '../core/errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Bits of a file's mode that let others than its owner read, write or run it. */
const OPEN_TO_OTHERS = 0o077;
/** What may stand in a header: ASCII that can be seen. */
const KEY = /^[\x21-\x7e]+$/;

/**
 * The key of the service: `MISTRAL_API_KEY`, or what the file named by `MISTRAL_API_KEY_FILE` holds. No message shows it.
 * @throws LabelmillError KEY_MISSING where there is none, or none that can be used
 */
export async function readKey(environment: Environment): Promise<string> {
  const given = environment['MISTRAL_API_KEY'];
  const path = environment['MISTRAL_API_KEY_FILE'];
  if (given !== undefined && given !== '') return checkKey(given, 'MISTRAL_API_KEY');
  if (path !== undefined && path !== '') return checkKey((await readPrivateFile(path)).trimEnd(), path);
  throw missing(
    'there is no key for the service: set MISTRAL_API_KEY, or MISTRAL_API_KEY_FILE to a file that only you can read (mode 600)',
  );
}

function checkKey(key: string, place: string): string {
  if (KEY.test(key)) return key;
  throw missing(`${place} holds no key: a key is one word of ASCII, without spaces and line ends`);
}

async function readPrivateFile(path: string): Promise<string> {
  try {
    const handle = await fs.open(path);
    try {
      if (((await handle.stat()).mode & OPEN_TO_OTHERS) !== 0)
        throw missing(`others than you can open ${path}, which holds a key: chmod 600 ${path}`);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    throw missing(`cannot read the file of MISTRAL_API_KEY_FILE, ${path} (${reasonOf(error)})`, error);
  }
}

function missing(message: string, cause?: unknown): LabelmillError {
  return new LabelmillError('KEY_MISSING', message, {}, cause);
}
