import { classMap } from './class-map.js';
import type { LabelMapping } from './mapping.js';
import { checkName, invalid } from './mapping-error.js';
import { quote } from './quote.js';
import { isBlank } from './white-space.js';

/** Ways to find a label, one of which a target takes. */
const WAYS = ['field', 'columns', 'object', 'constant'] as const;
type Way = (typeof WAYS)[number];
type Option = keyof LabelMapping;

/** Options that mean nothing beside a way to find a label. */
const MEANINGLESS: Readonly<Record<Way, readonly Option[]>> = {
  field: ['threshold'],
  columns: ['delimiter', 'json', 'trim'],
  object: ['delimiter', 'json'],
  constant: ['delimiter', 'json', 'threshold', 'none', 'missing', 'map', 'unmapped', 'trim'],
};

/**
 * Refuses the mapping of one target where it contradicts itself.
 * @throws LabelmillError CONFIG_INVALID
 */
export function checkLabel(target: string, mapping: LabelMapping): void {
  const at = `mapping.labels.${quote(target)}`;
  if (isBlank(target)) throw invalid(at, 'is a blank name; give the target a name');
  const way = checkWay(at, mapping);
  for (const option of MEANINGLESS[way]) {
    if (mapping[option] !== undefined && mapping[option] !== false)
      throw invalid(at, `has ${option} beside ${way}, where it means nothing; remove it`);
  }
  checkKind(at, way, mapping);
  if (mapping.delimiter === '') throw invalid(`${at}.delimiter`, 'is empty; give the characters between classes');
  if (mapping.delimiter !== undefined && mapping.json === true)
    throw invalid(at, 'has both delimiter and json; keep one of them');
  if (mapping.constant !== undefined) checkClass(`${at}.constant`, mapping.constant);
  if (mapping.none !== undefined) checkClass(`${at}.none`, mapping.none);
  checkMap(at, mapping);
  const columns = checkColumns(at, mapping);
  checkThreshold(at, mapping, columns);
}

function checkWay(at: string, mapping: LabelMapping): Way {
  const [way, second] = WAYS.filter((name) => mapping[name] !== undefined);
  if (way === undefined) throw invalid(at, `says nowhere where the label is; it takes one of ${WAYS.join(', ')}`);
  if (second !== undefined) throw invalid(at, `has both ${way} and ${second}; it takes one of ${WAYS.join(', ')}`);
  if (way === 'field' || way === 'object') checkName(`${at}.${way}`, mapping[way] ?? '');
  return way;
}

function checkKind(at: string, way: Way, mapping: LabelMapping): void {
  if (mapping.kind !== 'single') return;
  if (way === 'columns' || way === 'object') throw invalid(at, `is single, but ${way} makes a list; make it "kind": "multi"`);
  for (const option of ['delimiter', 'none'] as const) {
    if (mapping[option] !== undefined) throw invalid(at, `is single, but ${option} is for lists; make it "kind": "multi"`);
  }
  if (mapping.json === true) throw invalid(at, 'is single, but json is for lists; make it "kind": "multi"');
}

function checkClass(at: string, name: string): void {
  if (isBlank(name)) throw invalid(at, 'is blank; name a class');
}

function checkMap(at: string, { map, unmapped = 'keep' }: LabelMapping): void {
  if (map === undefined && unmapped !== 'keep')
    throw invalid(at, `has "unmapped": "${unmapped}" without a map; add the map of classes`);
  for (const [name, to] of Object.entries(classMap(map))) {
    if (to !== null) checkClass(`${at}.map.${quote(name)}`, to);
  }
}

/** Refuses columns without a class, without a field or with one class twice. Returns their classes. */
function checkColumns(at: string, { columns }: LabelMapping): readonly string[] | undefined {
  if (columns === undefined) return undefined;
  const pairs: readonly (readonly [string, string])[] = Array.isArray(columns)
    ? columns.map((name: string) => [name, name] as const)
    : Object.entries(columns);
  if (pairs.length === 0) throw invalid(`${at}.columns`, 'is empty; name a column per class');
  const names = new Set<string>();
  for (const [name, field] of pairs) {
    checkClass(`${at}.columns.${quote(name)}`, name);
    checkName(`${at}.columns.${quote(name)}`, field);
    if (names.has(name)) throw invalid(`${at}.columns`, `names ${quote(name)} twice; remove one`);
    names.add(name);
  }
  return [...names];
}

function checkThreshold(at: string, { threshold }: LabelMapping, columns: readonly string[] | undefined): void {
  const entries = typeof threshold === 'object' ? Object.entries(threshold) : [];
  const values = typeof threshold === 'number' ? [threshold] : entries.map(([, value]) => value);
  if (values.some((value) => !Number.isFinite(value))) throw invalid(`${at}.threshold`, 'is not a number');
  const unknown = columns === undefined ? undefined : entries.find(([name]) => !columns.includes(name));
  if (unknown !== undefined) throw invalid(`${at}.threshold`, `names ${quote(unknown[0])}, which is no class of the columns`);
}
