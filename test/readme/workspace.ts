import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './document.js';

/** A folder like that of a user of the package: samples, the package in node_modules, and `labelmill` on the path. */
export interface Workspace {
  readonly folder: string;
  /** Runs a script of bash there; standard error goes where standard output goes. */
  run(script: string): Promise<string>;
  remove(): void;
}

const CLI = join(ROOT, 'dist/bundle/main.js');

/**
 * Made for each document, so that what one leaves behind is not seen by another. Needs the build.
 * @param variables of the environment, beside those of this process
 */
export function createWorkspace(variables: Readonly<Record<string, string>> = {}): Workspace {
  if (!existsSync(CLI)) throw new Error('there is no build: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'labelmill-readme-'));
  cpSync(join(ROOT, 'samples'), join(folder, 'samples'), {
    recursive: true,
    filter: (path) => !/[/\\](?:out|expected)$/.test(path),
  });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/labelmill'));
  symlinkSync(join(ROOT, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const commands = join(folder, 'node_modules/.bin');
  mkdirSync(commands);
  write(join(commands, 'labelmill'), `exec ${quote(process.execPath)} ${quote(CLI)} "$@"`);
  write(join(commands, 'npx'), '[ "$1" = labelmill ] && shift && exec labelmill "$@"');
  const environment = {
    ...process.env,
    ...variables,
    PATH: `${commands}:${process.env['PATH'] ?? ''}`,
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };
  return {
    folder,
    run: (script) =>
      new Promise((resolve) => {
        execFile('bash', ['-c', `exec 2>&1\n${script}`], { cwd: folder, env: environment }, (_error, stdout) => resolve(stdout));
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Splits a console block into its commands, runs them in one shell, and returns the block as it really is. */
export async function replay(workspace: Workspace, content: string): Promise<string> {
  const commands = content.match(/^\$ (?:.*\\\n)*.*$/gm) ?? [];
  if (!content.startsWith('$ ')) throw new Error('a console block starts with a command: $ labelmill …');
  const mark = '\u0001';
  const keepsStatus = `status=$?; printf ${quote(mark)}; (exit $status)`;
  const script = commands.map((command) => `${keepsStatus}\n${command.slice(2)}\n`).join('');
  const outputs = (await workspace.run(script)).split(mark).slice(1);
  return commands.map((command, at) => `${command}\n${outputs[at] ?? ''}`).join('');
}

function write(path: string, line: string): void {
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
