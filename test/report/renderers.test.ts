import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { RENDERERS, type Gate } from '../../src/index.js';
import { plain } from '../../src/report/report.js';
import { visible } from '../../src/report/visible.js';
import { CLEAN, EVIL, HOSTILE, MIXED } from './gates.js';
import { SARIF_SCHEMA } from './sarif-schema.js';
import { parseXml } from './strict-xml.js';

/** A parser of HTML as browsers have it; it carries no types. */
const { parseFragment } = createRequire(import.meta.url)('parse5');

function render(name: string, gate: Gate): string {
  return RENDERERS.find((renderer) => renderer.name === name)!.render(gate, { style: plain });
}

describe('text', () => {
  it('says what, where and what to do, the account and the verdict last', () => {
    expect(render('text', MIXED)).toBe(
      [
        '✗ single-class: what single-class found',
        '  dir/b c.csv:2, dir/b c.csv:3, dir/b c.csv:4, dir/b c.csv:5, …',
        '  → add data of another class',
        '',
        '! look-alike: what look-alike found',
        '  a.csv:3  Refund',
        '  records#7  refund',
        '  -:1  refund ',
        '  → merge them with a class map',
        '',
        '· fine-print: what fine-print found',
        '',
        '10 rows read = 7 examples + 1 rejected (text-empty 1) + 2 left out (duplicate 2)',
        'failed: 7 of 10 rows are examples; 1 row rejected; 1 error, 1 warning, 1 note',
        '',
      ].join('\n'),
    );
  });

  it('says so where nothing was found', () => {
    expect(render('text', CLEAN)).toMatch(/passed: 8 of 10 rows are examples; no issues\n$/);
  });
});

describe('json', () => {
  it('is the gate', () => {
    for (const gate of [CLEAN, MIXED, EVIL]) expect(JSON.parse(render('json', gate))).toEqual(gate);
  });
});

describe('junit', () => {
  const casesOf = (gate: Gate) => {
    const root = parseXml(render('junit', gate));
    const [suite] = root.children;
    return { root, suite: suite!, cases: suite!.children };
  };

  it('has a failure for each issue that fails the gate, and no other', () => {
    const { cases, suite, root } = casesOf(MIXED);
    const failed = cases.filter(({ children }) => children[0]?.name === 'failure').map((each) => each.attributes.get('name'));
    expect(failed).toEqual(['verdict', 'single-class']);
    for (const each of [suite, root]) {
      expect(each.attributes.get('tests')).toBe('4');
      expect(each.attributes.get('failures')).toBe('2');
    }
  });

  it('counts warnings as failures where they fail the gate', () => {
    const { cases } = casesOf({ ...MIXED, failOn: 'warn' });
    expect(cases.filter(({ children }) => children[0]?.name === 'failure')).toHaveLength(3);
  });

  it('has one case that passes where nothing was found', () => {
    const { cases, root } = casesOf(CLEAN);
    expect(root.attributes.get('failures')).toBe('0');
    expect(cases.map(({ children }) => children[0]?.name)).toEqual(['system-out']);
  });

  it('gives hostile texts back as they are shown', () => {
    const { cases } = casesOf(EVIL);
    const [, ...issues] = cases.map(({ children }) => children[0]!);
    expect(issues.map(({ attributes }) => attributes.get('message'))).toEqual(HOSTILE.map((text) => `found ${visible(text)}`));
    expect(issues.map(({ text }) => text.split('\n')[0])).toEqual(HOSTILE.map((text) => `look at ${visible(text)}`));
  });
});

describe('sarif', () => {
  const fits = new Ajv2020({ allErrors: true, strict: false }).compile(SARIF_SCHEMA);

  it.each([
    ['clean', CLEAN],
    ['mixed', MIXED],
    ['evil', EVIL],
  ])('fits the schema for the %s gate', (_name, gate) => {
    const log: unknown = JSON.parse(render('sarif', gate));
    expect([fits(log), fits.errors]).toEqual([true, null]);
  });

  it('is held to a schema that can refuse', () => {
    const log = JSON.parse(render('sarif', MIXED));
    log.runs[0].results[0].level = 'warn';
    expect(fits(log)).toBe(false);
  });

  it('has a result per place, and names its rule', () => {
    const [run] = JSON.parse(render('sarif', MIXED)).runs;
    expect(run.results).toHaveLength(9 + 3 + 1);
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'dir/b%20c.csv' },
      region: { startLine: 2 },
    });
    const logical = run.results.flatMap((result: any) => result.locations?.[0].logicalLocations ?? []);
    expect(logical.map((each: any) => each.fullyQualifiedName)).toEqual(['records#7', '-#1']);
  });
});

/** A workflow command as the runner of GitHub Actions takes it apart. */
function parseCommand(line: string) {
  const found = /^::(\w+) ?(.*?)::(.*)$/.exec(line);
  if (found === null) return undefined;
  const decode = (text: string): string =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
  const properties = found[2]!.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(decode));
  return { command: found[1], properties: new Map(properties as [string, string][]), message: decode(found[3]!) };
}

describe('github', () => {
  it('has an annotation per issue at its first place', () => {
    const commands = render('github', MIXED).trim().split('\n').map(parseCommand);
    expect(commands.map((each) => each?.command)).toEqual(['error', 'warning', 'notice', undefined]);
    expect(commands[0]?.properties.get('file')).toBe('dir/b c.csv');
    expect(commands[0]?.properties.get('line')).toBe('2');
    expect(commands[0]?.message).toBe(
      'what single-class found\nalso: dir/b c.csv:3, dir/b c.csv:4, dir/b c.csv:5, dir/b c.csv:6, dir/b c.csv:7, …\nadd data of another class',
    );
  });

  it('lets no text begin a command or a property', () => {
    const lines = render('github', EVIL).trim().split('\n');
    expect(lines).toHaveLength(HOSTILE.length + 1);
    HOSTILE.forEach((text, at) => {
      const command = parseCommand(lines[at]!);
      expect([...command!.properties.keys()]).toEqual(['file', 'line', 'title']);
      expect(command!.properties.get('file')).toBe(visible(text));
      expect(command!.message.split('\n')[0]).toBe(`found ${visible(text)}`);
    });
  });
});

describe('markdown', () => {
  /** Rows of the table, as a parser of GitHub's Markdown and one of HTML see them. */
  const rowsOf = (gate: Gate) => {
    const fragment: any = parseFragment(marked.parse(render('markdown', gate), { async: false }));
    const all = (node: any, name: string): any[] =>
      (node.childNodes ?? []).flatMap((child: any) => [...(child.nodeName === name ? [child] : []), ...all(child, name)]);
    const textOf = (node: any): string =>
      node.nodeName === '#text' ? node.value : node.nodeName === 'br' ? '\n' : (node.childNodes ?? []).map(textOf).join('');
    const names = new Set<string>();
    const walk = (node: any): void => {
      names.add(node.nodeName);
      (node.childNodes ?? []).forEach(walk);
    };
    walk(fragment);
    return { names, rows: all(fragment, 'tr').map((row) => [...all(row, 'th'), ...all(row, 'td')].map(textOf)) };
  };

  it('is a table with a row per issue', () => {
    const { rows } = rowsOf(MIXED);
    expect(rows.map(([, code]) => code)).toEqual(['code', 'single-class', 'look-alike', 'fine-print']);
    expect(rows[2]).toEqual([
      '⚠️ warning',
      'look-alike',
      'what look-alike found',
      'a.csv:3\nrecords#7\n-:1',
      'merge them with a class map',
    ]);
  });

  it('shows hostile texts as text, and makes nothing of them', () => {
    const { rows, names } = rowsOf(EVIL);
    const told = rows.slice(1).map(([, , what]) => what);
    expect(told).toEqual(HOSTILE.map((text) => `found ${visible(text)}`.replace(/ {2,}/g, ' ').trim()));
    for (const name of ['a', 'img', 'strong', 'em', 'del', 'script', 'svg', 'pre', 'b'])
      expect(names.has(name), name).toBe(false);
  });
});
