import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Block } from './document.js';
import type { Workspace } from './workspace.js';

/**
 * Compiles programs as strictly as this package, against the package's own exports, and writes their JavaScript beside them.
 * @returns what the compiler has to say; empty where all is well
 */
export function compilePrograms(workspace: Workspace, blocks: readonly Block[]): string {
  const paths = blocks.map((block) => join(workspace.folder, `${nameOf(block)}.ts`));
  blocks.forEach((block, at) => writeFileSync(paths[at] ?? '', block.content));
  const program = ts.createProgram(paths, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
  });
  const { diagnostics } = program.emit();
  return ts.formatDiagnostics([...ts.getPreEmitDiagnostics(program), ...diagnostics], {
    getCurrentDirectory: () => workspace.folder,
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  });
}

/** What a compiled program prints. */
export function runProgram(workspace: Workspace, block: Block): Promise<string> {
  return workspace.run(`node ${nameOf(block)}.js`);
}

function nameOf(block: Block): string {
  return `program-${block.line}`;
}
