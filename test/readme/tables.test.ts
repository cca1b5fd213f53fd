import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS, ERROR_CODES, EXIT, REJECT_CODES } from '../../src/index.js';
import { FINDING_CODES } from '../../src/write/findings.js';
import { readDocument, ROOT } from './document.js';

const document = readDocument('README.md');
const schema: any = JSON.parse(readFileSync(join(ROOT, 'schemas/config.schema.json'), 'utf8'));

function column(heading: string, place = 0): readonly string[] {
  return document.table(heading).map((cells) => cells[place] ?? '');
}

function helpOf(command: string): string {
  return execFileSync(process.execPath, [join(ROOT, 'dist/bundle/main.js'), ...command.split(' '), '--help'], {
    encoding: 'utf8',
  });
}

describe('the tables of README.md', () => {
  const COMMANDS = [
    'prepare',
    'inspect',
    'verify',
    'report',
    'forecast',
    'upload',
    'classify',
    'evaluate',
    'job create',
    'job list',
    'job watch',
  ];

  it.each(COMMANDS)('list the flags of %s as its help does', (command) => {
    const flags = helpOf(command).match(/(?<=^ {2}(?:-\w, )?)--[\w-]+(?: <[^>]+>)?/gm) ?? [];
    expect(column(`### ${command}`)).toEqual(flags.filter((flag) => flag !== '--help'));
  });

  it('list the flags of check, beside those it has in common with prepare', () => {
    const flags = [...helpOf('check').matchAll(/^ {2}(?:-\w, )?(--[\w-]+(?: <[^>]+>)?)/gm)].map(([, flag = '']) => flag);
    const own = column('### Flags of check');
    expect(flags.filter((flag) => own.includes(flag))).toEqual(own);
    const others = flags.filter((flag) => !own.includes(flag) && flag !== '--help');
    const ofPrepare = column('### prepare').map((flag) => flag.replace(/^--format(?= )/, '--source-format'));
    expect(others.filter((flag) => !ofPrepare.includes(flag))).toEqual([]);
  });

  it('list the flags of run, beside those of prepare and those of job create that say how to train', () => {
    const flags = [...helpOf('run').matchAll(/^ {2}(?:-\w, )?(--[\w-]+(?: <[^>]+>)?)/gm)].map(([, flag = '']) => flag);
    const own = column('### run');
    expect(flags.filter((flag) => own.includes(flag))).toEqual(own);
    const others = flags.filter((flag) => !own.includes(flag) && flag !== '--help');
    const named = [...column('### prepare'), ...column('### job create')];
    expect(others.filter((flag) => !named.includes(flag))).toEqual([]);
    expect(column('### prepare').filter((flag) => !flags.includes(flag))).toEqual([]);
  });

  it('give every choice and every default of a flag', () => {
    const meanings = new Map(document.table('### prepare').map(([flag = '', meaning = '']) => [flag, meaning]));
    const told = [...helpOf('prepare').matchAll(/^ {2}(--[\w-]+(?: <[^>]+>)?)((?:.*\n)(?: {6,}.*\n)*)/gm)].map(
      ([, flag = '', text = '']) => {
        const words = text.replace(/\s+/g, ' ').trim();
        const choices = /: ((?:[\w-]+, )*[\w-]+ or [\w:-]+)/.exec(words)?.[1]?.split(/, | or /) ?? [];
        const standard = /\(([\w/-]+)\)$/.exec(words)?.[1];
        return [flag, standard === undefined ? choices : [...choices, standard]] as const;
      },
    );
    expect(told.filter(([, words]) => words.length > 0).length).toBeGreaterThan(8);
    for (const [flag, words] of told) for (const word of words) expect(meanings.get(flag), flag).toContain(word);
  });

  it('list every key of a config and of a label', () => {
    const keys = (properties: object): string[] => Object.keys(properties).filter((key) => key !== '$schema');
    expect(column('### Keys of a config')).toEqual(keys(schema.properties));
    expect(column('### Keys of a label')).toEqual(keys(schema.$defs.label.properties));
  });

  it('list every exit code', () => {
    expect(column('### Exit codes').map(Number)).toEqual(Object.values(EXIT));
  });

  it('list every error code with the exit code it leads to', () => {
    const rows = document.table('### Error codes').map(([code, exit]) => [code, Number(exit)]);
    expect(rows).toEqual(Object.entries(ERROR_CODES));
  });

  it('list every reject code with what it means', () => {
    expect(document.table('### Reject codes').map(([code, meaning]) => [code, meaning])).toEqual(Object.entries(REJECT_CODES));
  });

  it('list every finding of verify with what it means', () => {
    expect(document.table('### Findings of verify').map(([code, meaning]) => [code, meaning])).toEqual(
      Object.entries(FINDING_CODES),
    );
  });

  it('list every check with its severity and its limit', () => {
    const rows = CHECKS.map(({ code, severity, threshold, title }) => [
      code,
      severity,
      String(threshold.limit?.value ?? ''),
      title,
    ]);
    expect(document.table('### Checks')).toEqual(rows);
  });

  it('list the flags that only check has', () => {
    const gate = /Gate:\n([\s\S]*?)\n\n/.exec(helpOf('check'))?.[1] ?? '';
    const flags = gate.match(/(?<=^ {2}(?:-\w, )?)--[\w-]+(?: <[^>]+>)?/gm) ?? [];
    expect(column('### Flags of check')).toEqual(flags);
  });

  it('list every issue a run may warn of', () => {
    const source = readFileSync(join(ROOT, 'src/pipeline/issues.ts'), 'utf8');
    const codes = [...source.matchAll(/\bwarn\(\s*'([\w-]+)'/g)].map(([, code]) => code);
    expect(column('### Issues')).toEqual(codes);
  });
});

describe('README.md', () => {
  it('links to files and headings that there are', () => {
    const headings = document.text.match(/(?<=^#+ ).*$/gm) ?? [];
    const anchors = headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const [, link = ''] of document.text.matchAll(/\]\(([^)]+)\)/g)) {
      if (link.startsWith('#')) expect(anchors).toContain(link.slice(1));
      else if (!link.startsWith('https://')) expect(() => readFileSync(join(ROOT, link)), link).not.toThrow();
    }
  });
});
