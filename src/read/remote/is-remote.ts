import { isHttpAddress } from './http-address.js';
import { isHubAddress } from './hub-address.js';

/** Whether a source is not in the file system. */
export function isRemote(path: string): boolean {
  return isHttpAddress(path) || isHubAddress(path);
}
