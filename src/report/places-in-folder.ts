import type { Issue } from '../core/issue.js';
import type { Manifest } from '../core/manifest.js';
import type { Origin } from '../core/origin.js';

/**
 * The issues of a run, whose places in the files it wrote are seen from where the user stands: `out/train.jsonl:51` can be opened.
 * In what a run writes they stay relative to its folder, which can be moved.
 * @param folder as the user would type it
 */
export function placesInFolder(
  issues: readonly Issue[],
  folder: string,
  { files, sources }: Pick<Manifest, 'files' | 'sources'>,
): readonly Issue[] {
  // a source may be called as a file of ours; then it is not known which of them is meant
  const names = new Set(files.map(({ name }) => name).filter((name) => sources.every((source) => source.name !== name)));
  const before = folder.replace(/\/$/, '');
  const seen = (place: Origin): Origin => (names.has(place.source) ? { ...place, source: `${before}/${place.source}` } : place);
  return issues.map((issue) => ({ ...issue, places: issue.places.map(seen) }));
}
