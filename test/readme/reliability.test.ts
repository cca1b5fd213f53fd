import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './document.js';

const text = readFileSync(join(ROOT, 'RELIABILITY.md'), 'utf8');
const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;
const commands = [...text.matchAll(/`((?:[A-Z_]+=\S+ )?(?:npm|npx|node) [^`]+)`/g)].map(([, command = '']) => command);

describe('RELIABILITY.md', () => {
  it('has one row for each promise, with a command in it', () => {
    const rows = text.split('\n').filter((line) => /^\| P\d+ /.test(line));
    expect(rows.map((row) => /^\| (P\d+) /.exec(row)?.[1])).toEqual(Array.from({ length: 12 }, (_, at) => `P${at + 1}`));
    for (const row of rows) expect(row).toMatch(/`(?:[A-Z_]+=\S+ )?(?:npm|npx|node) /);
  });

  it('names commands of package.json and paths that are there', () => {
    expect(commands.length).toBeGreaterThan(12);
    for (const command of commands) {
      const words = command.split(' ').filter((word) => !/^[A-Z_]+=/.test(word));
      const script = words[0] === 'npm' ? (words[1] === 'run' ? words[2] : words[1]) : undefined;
      if (script !== undefined && script !== 'ci') expect(Object.keys(scripts), command).toContain(script);
      for (const path of words.filter((word) => /^(?:test|src)\//.test(word))) {
        expect(existsSync(join(ROOT, path)), command).toBe(true);
      }
    }
  });

  it('is linked from the README', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('(RELIABILITY.md)');
  });
});
