import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const RULES = fileURLToPath(new URL('../../.dependency-cruiser.cjs', import.meta.url));

/** A small package that keeps every rule: file → what it imports. */
const LAWFUL: readonly (readonly [string, readonly string[]])[] = [
  ['src/core/row.ts', []],
  ['src/core/origin.ts', ['./row.js']],
  ['src/read/read.ts', ['./readers/csv.js']],
  ['src/read/readers/csv.ts', ['../../core/row.js', 'declared', 'node:fs']],
  ['src/split/split.ts', ['../core/origin.js']],
  ['src/lane/lane.ts', ['../read/read.js', '../core/row.js']],
  ['src/config/config.ts', ['../read/read.js', '../split/split.js']],
  ['src/pipeline/pipeline.ts', ['../config/config.js', '../lane/lane.js', '../split/split.js']],
  ['src/index.ts', ['./pipeline/pipeline.js', './core/row.js']],
  ['src/cli/cli.ts', ['../index.js']],
  ['src/cli/main.ts', ['./cli.js']],
];

/** One planted breach per rule: file, what it imports, the rule that must name it. */
const UNLAWFUL: readonly (readonly [string, readonly string[], string])[] = [
  ['src/core/breach.ts', ['../read/read.js'], 'core-imports-nothing-of-ours'],
  ['src/split/breach.ts', ['../read/read.js'], 'stage-imports-core-only'],
  ['src/later/breach.ts', ['../split/split.js'], 'stage-imports-core-only'],
  ['src/read/breach.ts', ['../pipeline/pipeline.js'], 'stage-imports-core-only'],
  ['src/lane/breach.ts', ['../split/split.js'], 'lane-composes-per-row-stages-only'],
  ['src/config/breach.ts', ['../pipeline/pipeline.js'], 'config-knows-no-run'],
  ['src/pipeline/breach.ts', ['../index.js'], 'pipeline-knows-no-face'],
  ['src/pipeline/breach-cli.ts', ['../cli/cli.js'], 'pipeline-knows-no-face'],
  ['src/pipeline/past-the-door.ts', ['../read/readers/csv.js'], 'only-through-the-door'],
  ['src/breach.ts', ['./read/readers/csv.js'], 'index-only-through-the-door'],
  ['src/core/orphan.ts', [], 'no-orphans'],
  ['src/core/breach-dev.ts', ['development'], 'no-dev-dependencies'],
  ['src/core/breach-undeclared.ts', ['undeclared'], 'no-undeclared-dependencies'],
  ['src/core/breach-missing.ts', ['./nowhere.js'], 'no-unresolvable'],
  ['src/core/cycle-back.ts', ['./cycle.js'], 'no-cycles'],
];

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelmill-imports-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the import rules', () => {
  it('find nothing in a package that keeps them', async () => {
    await plant('lawful', LAWFUL);
    expect(await breaches('lawful')).toEqual([]);
  });

  it('name every breach that is planted, each by its own rule', async () => {
    // a cycle is reported once, from the file that sorts first
    await plant('unlawful', [...LAWFUL, ...UNLAWFUL, ['src/core/cycle.ts', ['./cycle-back.js']]]);
    expect(await breaches('unlawful')).toEqual(UNLAWFUL.map(([file, , rule]) => `${rule}: ${file}`).sort());
  });

  it('name index.ts when it imports the command line', async () => {
    await plant('index', [...LAWFUL.filter(([file]) => file !== 'src/index.ts'), ['src/index.ts', ['./cli/cli.js']]]);
    expect(await breaches('index')).toContain('index-knows-no-cli: src/index.ts');
  });

  it('are each shown to fail by a breach above', async () => {
    const { ruleSet } = await extractDepcruiseOptions(RULES);
    const shown = new Set([...UNLAWFUL.map(([, , rule]) => rule), 'index-knows-no-cli']);
    expect((ruleSet?.forbidden ?? []).map((rule) => rule.name ?? '').filter((name) => !shown.has(name))).toEqual([]);
  });

  it('see a type import as an import', async () => {
    await plant('types', LAWFUL);
    await write('types/src/split/breach.ts', `import type { name } from '../read/read.js';\nexport type Name = typeof name;\n`);
    expect(await breaches('types')).toContain('stage-imports-core-only: src/split/breach.ts');
  });
});

async function plant(root: string, files: readonly (readonly [string, readonly string[], ...string[]])[]): Promise<void> {
  await write(
    `${root}/package.json`,
    JSON.stringify({
      name: 'planted',
      type: 'module',
      dependencies: { declared: '1.0.0' },
      devDependencies: { development: '1.0.0' },
    }),
  );
  for (const name of ['declared', 'development', 'undeclared']) {
    await write(`${root}/node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    await write(`${root}/node_modules/${name}/index.js`, 'export const name = 1;\n');
  }
  for (const [file, imports] of files) {
    const lines = imports.map((from, at) => `import { name as name${at} } from '${from}';\n`);
    await write(`${root}/${file}`, `${lines.join('')}export const name = [${imports.map((_, at) => `name${at}`).join(', ')}];\n`);
  }
}

async function write(path: string, text: string): Promise<void> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
}

/** `rule: file` of every violation in a planted package, sorted. */
async function breaches(root: string): Promise<readonly string[]> {
  const options = await extractDepcruiseOptions(RULES);
  const { output } = await cruise(['src'], { ...options, baseDir: join(folder, root) });
  if (typeof output === 'string') throw new Error('expected a result, not text');
  return namesOf(output).sort();
}

function namesOf(result: ICruiseResult): string[] {
  return result.summary.violations.map((violation) => `${violation.rule.name}: ${violation.from}`);
}
