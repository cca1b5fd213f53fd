import { relative } from 'node:path';

/** A folder as a person would type it here. */
export function seenFromHere(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path === '' || path.startsWith('..') ? folder : path;
}
