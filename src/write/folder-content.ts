import fs from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../core/errors.js';

export const MANIFEST_NAME = 'manifest.json';
/** Names this program writes beside the files a manifest lists. */
export const FIXED_NAMES: readonly string[] = [MANIFEST_NAME, 'rejects.jsonl', 'report.html', 'report.json'];

/** What an output folder holds. */
export type FolderContent =
  | { readonly kind: 'missing' }
  | { readonly kind: 'empty' }
  /** A set of ours, and nothing else; `files` are the entries there are, the manifest last. */
  | { readonly kind: 'ours'; readonly files: readonly string[] }
  /** Something we did not write; `foreign` are those entries, a folder with a `/`. */
  | { readonly kind: 'foreign'; readonly foreign: readonly string[] }
  | { readonly kind: 'symlink' }
  | { readonly kind: 'file' };

/**
 * Looks at a folder without following links. Ours is what a manifest of this program lists, and the fixed names beside it.
 * Time O(entries).
 */
export function folderContent(path: string): FolderContent {
  const status = fs.lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return { kind: 'missing' };
  if (status.isSymbolicLink()) return { kind: 'symlink' };
  if (!status.isDirectory()) return { kind: 'file' };
  const entries = fs.readdirSync(path, { withFileTypes: true });
  if (entries.length === 0) return { kind: 'empty' };
  const listed = listedNames(join(path, MANIFEST_NAME));
  const isOurs = (entry: fs.Dirent): boolean => entry.isFile() && listed.has(entry.name);
  const foreign = entries.filter((entry) => !isOurs(entry)).map((entry) => entry.name + (entry.isDirectory() ? '/' : ''));
  if (foreign.length > 0) return { kind: 'foreign', foreign: foreign.sort() };
  const files = entries.map((entry) => entry.name).filter((name) => name !== MANIFEST_NAME);
  return { kind: 'ours', files: [...files.sort(), MANIFEST_NAME] };
}

/** Names a manifest of ours answers for; none where there is no such manifest. */
function listedNames(path: string): ReadonlySet<string> {
  let manifest: unknown;
  try {
    if (!fs.lstatSync(path).isFile()) return new Set();
    manifest = JSON.parse(fs.readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || reasonOf(error) === 'ENOENT') return new Set();
    throw error;
  }
  if (typeof manifest !== 'object' || manifest === null || !('labelmill' in manifest) || !('files' in manifest)) return new Set();
  if (typeof manifest.labelmill !== 'string' || !Array.isArray(manifest.files)) return new Set();
  const files: readonly unknown[] = manifest.files;
  return new Set([...FIXED_NAMES, ...files.map(nameOf).filter((name) => name !== undefined)]);
}

function nameOf(file: unknown): string | undefined {
  if (typeof file !== 'object' || file === null || !('name' in file)) return undefined;
  return typeof file.name === 'string' ? file.name : undefined;
}
