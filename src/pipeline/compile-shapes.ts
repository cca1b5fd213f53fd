import type { Config, ShapeConfig } from '../config/config.js';
import type { SourceShape } from '../lane/lane.js';
import { compileField, compileMapping } from '../normalize/normalize.js';
import type { Source } from '../read/read.js';
import { createShaper } from '../shape/shape.js';

/** How the rows of every source become examples, and what holds for all of them. */
export interface RunShapes {
  /** Targets in mapping order, the same for every source. */
  readonly targets: readonly string[];
  /** Kind of each target; undefined where the data decides. */
  readonly kinds: readonly ('single' | 'multi' | undefined)[];
  /** Targets that an example may lack, whatever source it is from. */
  readonly optional: readonly boolean[];
  readonly hasGroups: boolean;
  readonly shapeOf: (source: Source) => SourceShape;
  /** Whether the rows of a source say which split they belong to, or the source says it. */
  readonly givesSplit: (source: Source) => boolean;
}

/**
 * Compiles the mapping and filter of each source once; sources that share them share the compiled ones.
 * @param groups sources found for each entry of `config.sources`
 */
export function compileShapes(config: Config, groups: readonly (readonly Source[])[]): RunShapes {
  const compiled = new Map<ShapeConfig, SourceShape>();
  const shapes = new Map<Source, SourceShape>();
  const splitFields = new Set<Source>();
  for (const [place, sources] of groups.entries()) {
    const shape = config.shapes[place];
    if (shape === undefined) throw new RangeError(`source ${place} has no shape`);
    const made = compiled.get(shape) ?? compileShape(shape);
    compiled.set(shape, made);
    for (const source of sources) {
      shapes.set(source, made);
      if (shape.mapping.split !== undefined) splitFields.add(source);
    }
  }
  const mappings = config.shapes.map(({ mapping }) => mapping);
  const targets = compileMapping(config.mapping).targets;
  const labelOf = mappings.map(({ labels }) => new Map(Object.entries(labels)));
  const kindsOf = [...compiled.values()].map(({ normalizer }) => normalizer.kinds);
  return {
    targets,
    kinds: targets.map((_, target) => commonKind(kindsOf.map((kinds) => kinds[target]))),
    optional: targets.map((target) => labelOf.some((labels) => labels.get(target)?.optional === true)),
    hasGroups: mappings.some(({ group }) => group !== undefined),
    shapeOf(source) {
      const shape = shapes.get(source);
      if (shape === undefined) throw new RangeError(`${source.name} has no shape`);
      return shape;
    },
    givesSplit: (source) => source.split !== undefined || splitFields.has(source),
  };
}

function compileShape({ mapping, where, rename, select }: ShapeConfig): SourceShape {
  const normalizer = compileMapping(mapping);
  const names = new Map(Object.entries(rename));
  const shaper = createShaper({ where, rename: names, select }, compileField);
  const filterFields = (shaper?.fields ?? []).filter((name) => !name.startsWith('@'));
  const fields = [...new Set([...normalizer.fields, ...filterFields])];
  return { normalizer, shaper, fields: names.size === 0 ? fields : undefined };
}

function commonKind(kinds: readonly ('single' | 'multi' | undefined)[]): 'single' | 'multi' | undefined {
  if (kinds.includes('multi')) return 'multi';
  return kinds.every((kind) => kind === 'single') ? 'single' : undefined;
}
