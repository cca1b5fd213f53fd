import { readFileSync } from 'node:fs';

/** Version of this package, read from its package.json. */
export const PACKAGE_VERSION = readVersion();

function readVersion(): string {
  const content: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof content === 'object' && content !== null && 'version' in content && typeof content.version === 'string')
    return content.version;
  throw new Error('package.json names no version');
}
