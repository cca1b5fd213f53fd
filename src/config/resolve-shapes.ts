import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import { compileField, compileMapping, type LabelMapping, type Mapping } from '../normalize/normalize.js';
import { createShaper, type NamedExpression } from '../shape/shape.js';
import { mergeMappings } from './merge-options.js';
import type { PrepareOptions, SourceOptions, SourceShapeOptions } from './options.js';
import { problemsError, type Problem } from './problem.js';
import { readClassMap } from './read-class-map.js';
import type { ShapeConfig } from './resolved-config.js';

export interface ResolvedShapes {
  /** The common mapping; that of the first source where each has its own. */
  readonly mapping: Mapping;
  /** Per source; the same object for all that have nothing of their own. */
  readonly shapes: readonly ShapeConfig[];
}

type Given = Pick<Partial<PrepareOptions>, 'mapping' | 'where' | 'rename' | 'select'> & {
  readonly sources: readonly SourceOptions[];
};

/**
 * Settles how the rows of each source become examples: its mapping laid over the common one, class maps read, kinds of targets
 * made the same for all, and everything compiled once to find what is wrong with it.
 * @param base absolute folder that the paths of class maps start at
 * @throws LabelmillError CONFIG_INVALID, CONFIG_UNREADABLE (a class map)
 */
export async function resolveShapes(given: Given, base: string): Promise<ResolvedShapes> {
  const common: ShapeConfig | undefined = given.sources.some((source) => ownShape(source) === undefined)
    ? await shapeOf(given, {}, { at: '', base })
    : undefined;
  const shapes: ShapeConfig[] = [];
  for (const [place, source] of given.sources.entries()) {
    const own = ownShape(source);
    shapes.push(
      common === undefined || own !== undefined ? await shapeOf(given, own ?? {}, { at: `sources[${place}]`, base }) : common,
    );
  }
  const settled = shapes.some((shape) => shape !== shapes[0]) ? alignShapes(shapes) : shapes;
  const [first] = settled;
  if (first === undefined) throw new LabelmillError('CONFIG_INVALID', 'sources is empty; name files, folders or globs');
  const shared = shapes.findIndex((shape) => shape === common);
  return { mapping: (settled[shared] ?? first).mapping, shapes: settled };
}

/** What a mapping must have and lacks. */
export function missingParts(mapping: Partial<Mapping> = {}, path: readonly string[]): readonly Problem[] {
  const { text, messages, conversation, labels } = mapping;
  const problems: Problem[] = [];
  const miss = (key: string, advice: string): number =>
    problems.push({ path: [...path, key], at: 'value', message: `is missing; ${advice}` });
  if (text === undefined && messages === undefined && conversation === undefined)
    miss('text', 'name the field that holds the text, or give mapping.messages or mapping.conversation');
  if (labels === undefined || Object.keys(labels).length === 0) miss('labels', 'name a target and the field its label is in');
  return problems;
}

/** What a source says of its own rows; undefined where it says nothing. */
function ownShape(source: SourceOptions): SourceShapeOptions | undefined {
  if (typeof source === 'string') return undefined;
  const { mapping, where, rename, select } = source;
  return [mapping, where, rename, select].every((part) => part === undefined) ? undefined : source;
}

interface ShapePlace {
  /** `sources[1]`, or nothing for the common shape. */
  readonly at: string;
  readonly base: string;
}

async function shapeOf(given: Given, own: SourceShapeOptions, { at, base }: ShapePlace): Promise<ShapeConfig> {
  const laid = mergeMappings(given.mapping, own.mapping);
  const missing = missingParts(
    laid,
    at === '' ? ['mapping'] : [...(/\d+/.exec(at) ?? []).flatMap((place) => ['sources', place]), 'mapping'],
  );
  if (laid === undefined || missing.length > 0) throw problemsError(missing);
  const mapping = await withClassMaps(laid, base);
  const where = [...named(given.where, 'where'), ...named(own.where, `${at}.where`)];
  const rename = own.rename ?? given.rename ?? {};
  const select = own.select ?? given.select;
  explained(at, () => compileMapping(mapping));
  createShaper({ where, rename: new Map(Object.entries(rename)), select }, compileField);
  return { mapping, where, rename, select };
}

function named(where: string | readonly string[] = [], name: string): readonly NamedExpression[] {
  if (typeof where === 'string') return [{ name, text: where }];
  return where.map((text, at) => ({ name: where.length === 1 ? name : `${name}[${at}]`, text }));
}

async function withClassMaps(mapping: Mapping, base: string): Promise<Mapping> {
  const labels: [string, LabelMapping][] = [];
  for (const [target, label] of Object.entries(mapping.labels)) {
    labels.push([target, typeof label.map === 'string' ? { ...label, map: await readClassMap(label.map, base) } : label]);
  }
  return { ...mapping, labels: Object.fromEntries(labels) };
}

/** Says which source a mapping belongs to, since a mapping does not know. */
function explained<Result>(at: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (at === '' || !(error instanceof LabelmillError)) throw error;
    throw new LabelmillError(error.code, `${at}: ${error.message}`, error.facts, error);
  }
}

/**
 * Gives several mappings the same targets in the same order and of the same kind: a target is written one way in all lines.
 * @throws LabelmillError CONFIG_INVALID
 */
function alignShapes(shapes: readonly ShapeConfig[]): readonly ShapeConfig[] {
  const targets = Object.keys(shapes[0]?.mapping.labels ?? {});
  for (const [place, { mapping }] of shapes.entries()) refuseOtherTargets(targets, Object.keys(mapping.labels), place);
  refuseSome(shapes, 'group');
  const kinds = targets.map((target) => kindOfTarget(shapes, target));
  const aligned = new Map<ShapeConfig, ShapeConfig>();
  for (const shape of shapes) {
    const labels = targets.map((target, at) => {
      const label = new Map<string, LabelMapping>(Object.entries(shape.mapping.labels)).get(target) ?? {};
      const kind = kinds[at];
      return [target, kind === undefined ? label : { ...label, kind }] as const;
    });
    aligned.set(shape, { ...shape, mapping: { ...shape.mapping, labels: Object.fromEntries(labels) } });
  }
  for (const [place, shape] of shapes.entries())
    explained(`sources[${place}]`, () => compileMapping((aligned.get(shape) ?? shape).mapping));
  return shapes.map((shape) => aligned.get(shape) ?? shape);
}

function refuseOtherTargets(targets: readonly string[], own: readonly string[], place: number): void {
  const extra = own.find((target) => !targets.includes(target));
  const missing = targets.find((target) => !own.includes(target));
  const odd = extra ?? missing;
  if (odd === undefined) return;
  const [has, lacks] = extra === undefined ? ['sources[0]', `sources[${place}]`] : [`sources[${place}]`, 'sources[0]'];
  throw new LabelmillError(
    'CONFIG_INVALID',
    `${has} has the target ${quoted(odd)} and ${lacks} has not; every source needs the same targets (mark one that some lack as optional)`,
    { target: odd },
  );
}

function refuseSome(shapes: readonly ShapeConfig[], key: 'group'): void {
  const without = shapes.findIndex(({ mapping }) => mapping[key] === undefined);
  if (without < 0 || shapes.every(({ mapping }) => mapping[key] === undefined)) return;
  throw new LabelmillError(
    'CONFIG_INVALID',
    `sources[${without}] has no mapping.${key}, others have: give all of them one, or none`,
  );
}

/** Single or multi where any source says so; they may not say both. */
function kindOfTarget(shapes: readonly ShapeConfig[], target: string): 'single' | 'multi' | undefined {
  const kinds = shapes.map(({ mapping }) => {
    const { targets, kinds: own } = compileMapping(mapping);
    const label = new Map<string, LabelMapping>(Object.entries(mapping.labels)).get(target);
    // a constant fits either kind
    return label?.constant !== undefined && label.kind === undefined ? undefined : own[targets.indexOf(target)];
  });
  if (!kinds.includes('multi')) return kinds.includes('single') ? 'single' : undefined;
  if (!kinds.includes('single')) return 'multi';
  const [multi, single] = [kinds.indexOf('multi'), kinds.indexOf('single')];
  throw new LabelmillError(
    'CONFIG_INVALID',
    `target ${quoted(target)} is a list in sources[${multi}] and a single class in sources[${single}]; make both "kind": "multi"`,
    { target },
  );
}
