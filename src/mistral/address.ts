import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import type { Environment } from './key.js';

const SERVICE = 'https://api.mistral.ai';
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Where the service is: what is asked for, else `MISTRAL_BASE_URL`, else the service itself. A path is kept, but for a `/v1` at its end.
 * @throws LabelmillError USAGE where that is no address a key may be sent to
 */
export function findAddress(server: string | undefined, environment: Environment): URL {
  const given = server ?? environment['MISTRAL_BASE_URL'];
  const text = given === undefined || given === '' ? SERVICE : given;
  let url: URL;
  try {
    url = new URL(text);
  } catch (error) {
    throw new LabelmillError('USAGE', `the server must be an address such as ${SERVICE}, not ${quoted(text)}`, {}, error);
  }
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  // the address may hold a password, so it is not shown
  if (!isSafe || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new LabelmillError(
      'USAGE',
      `the server must be an address with https, and without user, query or fragment, such as ${SERVICE}`,
    );
  url.pathname = url.pathname.replace(/(?:\/v1)?\/*$/, '');
  return url;
}
