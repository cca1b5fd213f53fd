import { LabelmillError } from '../../core/errors.js';

/** Where a remote file is. */
export interface HttpAddress {
  /** For messages, origins and the manifest: without credentials and without the query, which may hold secrets. */
  readonly name: string;
  /** What is asked for: without credentials, with the query. */
  readonly url: string;
  /** Sent to the host of the address only; fetch drops it where a redirect leads to another. */
  readonly authorization?: string;
  /** What to do where the server refuses access. */
  readonly accessAdvice: string;
}

/** Whether a source is named by its address. */
export function isHttpAddress(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** @throws LabelmillError USAGE where it is no valid address; the message shows no credentials */
export function parseHttpAddress(path: string): HttpAddress {
  let url: URL;
  try {
    url = new URL(path);
  } catch {
    const shown = path.replace(/\/\/.*@/s, '//').replace(/[?#].*$/s, '');
    throw new LabelmillError('USAGE', `${shown} is not a valid address; write https://host/path`, { source: shown });
  }
  const { username, password } = url;
  url.username = '';
  url.password = '';
  url.hash = '';
  const found = { name: `${url.origin}${url.pathname}`, url: url.href, accessAdvice: 'check the credentials and the address' };
  if (username === '' && password === '') return found;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { ...found, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
