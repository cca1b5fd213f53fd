import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder with public data sets, beside the checkout. It is no part of the repository. */
const DATA = new URL('../../../shared/data/', import.meta.url);

/** Path of a file there, or undefined (said aloud) where the data is not at hand. */
export function realData(name: string): string | undefined {
  const path = fileURLToPath(new URL(name, DATA));
  if (existsSync(path)) return path;
  console.warn(`real data is not here: tests on ../shared/data/${name} pass without looking at it`);
  return undefined;
}
