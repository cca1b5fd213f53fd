import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument, ROOT, UPDATES, type Block, type Document } from './readme/document.js';
import { linesOf, resolveBlock } from './readme/mapping-case.js';
import { compilePrograms, runProgram } from './readme/programs.js';
import { startService } from './readme/service.js';
import { createWorkspace, replay, type Workspace } from './readme/workspace.js';

const SAMPLES = readdirSync(join(ROOT, 'samples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const DOCUMENTS = ['README.md', 'samples/README.md', ...SAMPLES.map(({ name }) => `samples/${name}/README.md`)];

const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;

/**
 * Every fenced block is run or checked; its info string says how:
 * - `console`: commands and what they print, in a folder with the samples and with a local service, one after another;
 * - `csv rows`, `json rows`, `jsonl rows` (with a name: also a file for commands to read), then `sh flags`, `json config` or
 *   `yaml config` blocks, each of which must turn the rows into the `text lines` block that follows;
 * - `json config file`, `yaml config file`: a config that stands alone;
 * - `text examples`: lines that fit the schema of a line;
 * - `ts`: a program, compiled against the package; a `text output` block after it is what it prints;
 * - `sh`: commands of npm, which are looked up; `text layout`: paths that exist.
 */
describe.each(DOCUMENTS)('%s', (name) => {
  const document = readDocument(name);
  const { blocks } = document;
  let workspace: Workspace;
  let complaints = '';

  let service: Awaited<ReturnType<typeof startService>>;

  beforeAll(async () => {
    service = await startService();
    workspace = createWorkspace(service.variables);
    const programs = blocks.filter(({ kind }) => kind === 'ts');
    if (programs.length > 0) complaints = compilePrograms(workspace, programs);
  });
  afterAll(async () => {
    document.save();
    workspace.remove();
    await service.server.close();
  });

  it('has no block that these tests would not see', () => {
    expect(document.text.match(/^(?:~~~|[ \t>]+(?:```|~~~)).*$/gm)).toBeNull();
  });

  it.each(blocks.map((block, at) => ({ at, title: `${block.kind}, line ${block.line}` })))(
    'is right in $title',
    async ({ at }) => {
      const block = blocks[at]!;
      switch (block.kind) {
        case 'console':
          return same(document, block, await replay(workspace, block.content));
        case 'text lines':
          for (const pair of casesBefore(blocks, at)) same(document, block, await linesOf(workspace, pair));
          return;
        case 'json config file':
        case 'yaml config file':
          return resolveBlock(workspace, block);
        case 'ts':
          return expect(complaints).toBe('');
        case 'text output':
          expect(blocks[at - 1]?.kind).toBe('ts');
          return same(document, block, await runProgram(workspace, blocks[at - 1]!));
        case 'text examples':
          for (const line of block.content.trim().split('\n')) await expectExample(line);
          return;
        case 'sh':
          for (const command of block.content.trim().split(/\n| && /)) expectKnown(command, document);
          return;
        case 'text layout':
          for (const path of block.content.match(/^\S+/gm) ?? []) expect(existsSync(join(ROOT, path)), path).toBe(true);
          return;
        case 'sh flags':
        case 'json config':
        case 'yaml config':
          return expect(kindAfter(blocks, at), 'lines must follow').toMatch(/^text lines$|flags$|config$/);
        default:
          expect(block.kind).toMatch(/^(?:csv|json|jsonl) rows(?: [\w.-]+)?$/);
          writeFileSync(join(workspace.folder, block.kind.split(' ')[2] ?? 'rows'), block.content);
      }
    },
  );
});

/** Compares what came out with what the document says; or writes it there. */
function same(document: Document, block: Block, actual: string): void {
  if (UPDATES) document.replace(block, actual);
  else expect(actual).toBe(block.content);
}

/** The flags and configs between the lines at `end` and the lines or rows before them, each with the rows it is about. */
function casesBefore(blocks: readonly Block[], end: number): readonly { rows: Block; mapping: Block }[] {
  const isRows = ({ kind }: Block): boolean => / rows/.test(kind);
  const rows = blocks.slice(0, end).findLast(isRows);
  const start = blocks.slice(0, end).findLastIndex((block) => isRows(block) || block.kind === 'text lines');
  const mappings = blocks.slice(start + 1, end);
  expect(rows, 'lines need rows').toBeDefined();
  expect(mappings.length, 'lines need flags or a config').toBeGreaterThan(0);
  return mappings.map((mapping) => ({ rows: rows!, mapping }));
}

function kindAfter(blocks: readonly Block[], at: number): string {
  return blocks[at + 1]?.kind ?? 'the end';
}

async function expectExample(line: string): Promise<void> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/example.schema.json'), 'utf8'));
  const value: unknown = JSON.parse(line);
  expect([JSON.stringify(value), new Ajv2020({ strictRequired: false }).validate(schema, value)]).toEqual([line, true]);
}

/** A command that can't be run within the tests must at least be one that there is. */
function expectKnown(command: string, { blocks }: Document): void {
  const [script] = /(?<=^npm (?:run )?)[\w:]+$/.exec(command) ?? [];
  const [tests] = /(?<=^UPDATE_GOLDEN=1 npx vitest run ).*$/.exec(command) ?? [];
  if (command === 'npm ci')
    expect([existsSync(join(ROOT, 'package-lock.json')), scripts['prepare']]).toEqual([true, 'npm run build']);
  else if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
  else if (tests !== undefined) for (const path of tests.split(' ')) expect(existsSync(join(ROOT, path)), path).toBe(true);
  else
    expect(
      blocks.some(({ kind, content }) => kind === 'console' && content.includes(`$ ${command}\n`)),
      command,
    ).toBe(true);
}
