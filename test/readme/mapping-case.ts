import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfigFile, mergeOptions, prepare, resolveConfig, SPLITS, type PrepareOptions } from '../../src/index.js';
import type { Block } from './document.js';
import type { Workspace } from './workspace.js';

/** All rows to train, in their order, whatever their classes: what an example of a mapping is about. */
const PLAIN = { split: { ratios: '100/0' }, order: 'source', allowSingleClass: true } satisfies Partial<PrepareOptions>;

/** A mapping at work: rows, and one config or one line of flags. */
export interface MappingCase {
  readonly rows: Block;
  /** `sh flags`, `json config` or `yaml config`. */
  readonly mapping: Block;
}

/** The lines a mapping makes of the rows, in the order train, validation, test. */
export async function linesOf(workspace: Workspace, { rows, mapping }: MappingCase): Promise<string> {
  const folder = join(workspace.folder, `line-${mapping.line}`);
  mkdirSync(folder);
  const source = join(folder, `rows.${languageOf(rows)}`);
  const out = join(folder, 'out');
  writeFileSync(source, rows.content);
  if (mapping.kind === 'sh flags') {
    const flags = mapping.content.trimEnd();
    const said = await workspace.run(
      `labelmill prepare ${source} --out ${out} --split 100/0 --order source --allow-single-class --quiet ${flags}`,
    );
    if (said !== '') return said;
  } else {
    const config = writeConfig(folder, mapping);
    const base = { options: { ...PLAIN, sources: [source], out }, directory: folder };
    await prepare(mergeOptions(base, await loadConfigFile(config)));
  }
  return SPLITS.map((split) => readIfThere(join(out, `${split}.jsonl`))).join('');
}

/** Loads a config that stands alone and fills in its defaults, as a run would. */
export async function resolveBlock(workspace: Workspace, block: Block): Promise<void> {
  const folder = join(workspace.folder, `line-${block.line}`);
  mkdirSync(folder);
  const loaded = await loadConfigFile(writeConfig(folder, block));
  await resolveConfig({ ...loaded.options, baseDirectory: loaded.directory });
}

function writeConfig(folder: string, block: Block): string {
  const path = join(folder, `labelmill.config.${languageOf(block)}`);
  writeFileSync(path, block.content);
  return path;
}

function languageOf(block: Block): string {
  return block.kind.split(' ')[0] ?? '';
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
