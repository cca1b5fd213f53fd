import type { SourceContent } from '../source.js';
import { findHubFiles } from './find-hub-files.js';
import { parseHttpAddress } from './http-address.js';
import { isHubAddress } from './hub-address.js';
import { readHttp } from './read-http.js';
import { completeSettings, type RemoteSettings } from './settings.js';

/** A remote file, found. */
export interface RemoteFile {
  /** Address without credentials and query. */
  readonly name: string;
  readonly content: Extract<SourceContent, { readonly kind: 'remote' }>;
}

/**
 * The remote files that a source stands for: one for an address, or what an address in the Hub stands for. Only the Hub is asked.
 * @throws LabelmillError USAGE, SOURCE_MISSING, SOURCE_UNREADABLE
 */
export async function findRemote(path: string, given: Partial<RemoteSettings> = {}): Promise<readonly RemoteFile[]> {
  const settings = completeSettings(given);
  const addresses = isHubAddress(path) ? await findHubFiles(path, settings) : [parseHttpAddress(path)];
  return addresses.map((address) => ({
    name: address.name,
    content: { kind: 'remote', url: address.url, open: (signal) => readHttp(address, settings, signal) },
  }));
}
