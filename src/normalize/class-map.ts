import { invalid } from './mapping-error.js';
import type { LabelMapping } from './mapping.js';

/**
 * The map of classes itself: no map counts as an empty one.
 * @throws LabelmillError CONFIG_INVALID for the name of a file, which the config reads before a mapping is used
 */
export function classMap(map: LabelMapping['map']): Readonly<Record<string, string | null>> {
  if (typeof map !== 'string') return map ?? {};
  throw invalid('map', 'names a file; prepare and a config read it, a mapping by itself takes an object class → new class');
}
