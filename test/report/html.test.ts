import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { htmlEvaluation, htmlReport, type Evaluation, type Report } from '../../src/index.js';
import { visible } from '../../src/report/visible.js';
import { evilEvaluation, manyClassesEvaluated } from './evaluations.js';
import { HOSTILE } from './gates.js';
import { evilReport, manyClasses } from './reports.js';

/** A parser of HTML as browsers have it; it carries no types. */
const { parse } = createRequire(import.meta.url)('parse5');

interface Page {
  readonly html: string;
  all(name: string): readonly any[];
  textOf(node: any): string;
}

async function open(report: Report): Promise<Page> {
  return look(await htmlReport(report));
}

function look(html: string): Page {
  const nodes: any[] = [];
  const walk = (node: any): void => {
    nodes.push(node);
    (node.childNodes ?? []).forEach(walk);
  };
  walk(parse(html));
  const textOf = (node: any): string => (node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(textOf).join(''));
  return { html, textOf, all: (name) => nodes.filter(({ nodeName }) => nodeName === name) };
}

const attribute = (node: any, name: string): string | undefined => node.attrs.find((each: any) => each.name === name)?.value;

describe.each([
  ['a report', () => htmlReport(evilReport())],
  [
    'an evaluation',
    () => htmlEvaluation(evilEvaluation(), { examples: HOSTILE[0]!, predictions: HOSTILE[1]!, model: HOSTILE[2]! }),
  ],
])('the page of %s', (_name, render) => {
  it('has one style and one script, both by the hash in its policy', async () => {
    const { all, textOf } = look(await render());
    const policy = attribute(
      all('meta').find((meta) => attribute(meta, 'http-equiv') === 'Content-Security-Policy'),
      'content',
    );
    const hashOf = (node: any): string => createHash('sha256').update(textOf(node)).digest('base64');
    expect([all('style').length, all('script').length]).toEqual([1, 1]);
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hashOf(all('style')[0])}'; script-src 'sha256-${hashOf(all('script')[0])}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('makes nothing but text of hostile data', async () => {
    const { all, html } = look(await render());
    for (const name of ['img', 'iframe', 'object', 'link', 'form', '#comment']) expect(all(name), name).toEqual([]);
    for (const node of all('svg'))
      expect(node.attrs.map(({ name }: any) => name).filter((name: string) => name.startsWith('on'))).toEqual([]);
    for (const node of all('a')) expect(attribute(node, 'href')).toMatch(/^#[\w-]+$/);
    expect(html).not.toMatch(/ (?:on\w+|style)=["'](?!&#)/);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  });

  it('has a head for each column and each row of a chart, and ids that are there once', async () => {
    const { all } = look(await render());
    for (const head of all('th')) expect(attribute(head, 'scope')).toMatch(/^(?:col|row)$/);
    const ids = [...all('section'), ...all('h2'), ...all('h3'), ...all('input')]
      .map((node) => attribute(node, 'id'))
      .filter(Boolean);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of all('a')) expect(ids).toContain(attribute(link, 'href')?.slice(1));
    for (const svg of all('svg')) expect(attribute(svg, 'aria-hidden') ?? attribute(svg, 'aria-label')).toBeTruthy();
  });

  it('is the same bytes for the same', async () => {
    expect(await render()).toBe(await render());
  });
});

describe('the page of a report', () => {
  it('shows every class in full, with marks for what can not be seen', async () => {
    const { all, textOf } = await open(evilReport());
    const chart = all('tbody').find((body) => textOf(body).includes('window.pwned'));
    const names = chart.childNodes
      .flatMap((row: any) => row.childNodes ?? [])
      .filter((cell: any) => cell.nodeName === 'th')
      .map(textOf);
    expect(names).toEqual(HOSTILE.map(visible));
  });

  it('folds the middle of many classes away, but has them all', async () => {
    const { all } = await open(manyClasses(1000));
    const rows = all('tr').filter((row) => row.parentNode.nodeName === 'tbody' && row.parentNode.childNodes.length > 500);
    const middle = rows.filter((row) => attribute(row, 'class') === 'middle');
    expect(rows).toHaveLength(1001);
    expect(middle).toHaveLength(920);
  });

  it('has no section for a part that is not known', async () => {
    const { lengths, nearDuplicates, certificate, forecast, examples, ...rest } = evilReport();
    expect([lengths, nearDuplicates, certificate, forecast, examples]).not.toContain(undefined);
    const { all } = await open(rest);
    expect(all('section').map((node) => attribute(node, 'id'))).toEqual([
      'issues',
      'labels',
      'flow',
      'repeats',
      'files',
      'config',
    ]);
  });

  it('draws bars that hang where the one above ends, so that the account adds up', async () => {
    const { all } = await open({
      ...manyClasses(2),
      account: { rowsRead: 8, written: 4, rejected: {}, leftOut: { duplicate: 1, filtered: 3 } },
    });
    const flow = all('table').find((node) => attribute(node, 'class') === 'flow');
    const rects: any[] = [];
    const walk = (node: any): void => {
      if (node.nodeName === 'rect') rects.push(node);
      (node.childNodes ?? []).forEach(walk);
    };
    walk(flow);
    expect(rects.map((rect) => ['class', 'x', 'width'].map((name) => attribute(rect, name)))).toEqual([
      ['kept', '0%', '100%'],
      ['gone', '62.5%', '37.5%'],
      ['gone', '50%', '12.5%'],
      ['kept', '0%', '50%'],
    ]);
  });
});

describe('the page of an evaluation', () => {
  const cellsOf = ({ textOf }: Page, table: any): readonly (readonly string[])[] => {
    const rows: any[] = [];
    const walk = (node: any): void => {
      if (node.nodeName === 'tr') rows.push(node);
      (node.childNodes ?? []).forEach(walk);
    };
    walk(table);
    return rows.map((row) =>
      row.childNodes.filter((node: any) => /^t[hd]$/.test(node.nodeName)).map((node: any) => textOf(node).trim()),
    );
  };
  const tableOf = (page: Page, name: string): any =>
    page.all('table').find((node) => attribute(node, 'class')?.split(' ').includes(name));
  const sectionsOf = (page: Page): readonly (string | undefined)[] => page.all('section').map((node) => attribute(node, 'id'));

  const EVALUATION: Evaluation = {
    examples: 4,
    targets: [
      {
        ...{ target: 'queue', kind: 'single', examples: 4, accuracy: 0.75, jaccard: 0.75 },
        macro: { precision: 0.8, recall: 0.7, f1: 0.6, jaccard: 0.5 },
        micro: { precision: 0.75, recall: 0.75, f1: 0.75, jaccard: 0.6 },
        weighted: { precision: 0.9, recall: 0.75, f1: 0.7, jaccard: 0.6 },
        classes: [
          { class: 'a', support: 3, predicted: 2, hits: 2, precision: 1, recall: 2 / 3, f1: 0.8, jaccard: 2 / 3 },
          { class: 'b', support: 1, predicted: 2, hits: 1, precision: 0.5, recall: 1, f1: 2 / 3, jaccard: 0.5 },
        ],
        confusion: [
          { actual: 'a', predicted: 'a', count: 2 },
          { actual: 'a', predicted: 'b', count: 1 },
          { actual: 'b', predicted: 'b', count: 1 },
        ],
      },
    ],
  };

  it('shows the figures, the classes from the worst, and what was taken for what', async () => {
    const page = look(await htmlEvaluation(EVALUATION, { examples: 'out/test.jsonl' }));
    expect(sectionsOf(page)).toEqual(['metrics-0', 'classes-0', 'confusion-0']);
    expect(page.all('h1').map((node) => page.textOf(node))).toEqual(['75.0 % of 4 examples are right']);
    expect(cellsOf(page, tableOf(page, 'chart')).slice(1)).toEqual([
      ['b', '0.667', '0.500', '1.000', '1', '2'],
      ['a', '0.800', '1.000', '0.667', '3', '2'],
    ]);
    expect(cellsOf(page, tableOf(page, 'matrix'))).toEqual([
      ['', 'a', 'b'],
      ['a', '2', '1'],
      ['b', '', '1'],
    ]);
    expect(page.html).toContain('out/test.jsonl');
  });

  it('has all the mistakes of many classes in a matrix of the largest, whose rest shares a row and a column', async () => {
    const evaluation = manyClassesEvaluated(100);
    const page = look(await htmlEvaluation(evaluation));
    const [heads = [], ...rows] = cellsOf(page, tableOf(page, 'matrix'));
    expect([heads.length, rows.length, heads.at(-1)]).toEqual([22, 21, '80 others']);
    const sum = rows.flatMap(([, ...cells]) => cells.map(Number)).reduce((total, value) => total + value, 0);
    expect(sum).toBe(evaluation.examples);
  });

  it('has a section for each of several targets, and the threshold of lists', async () => {
    const page = look(await htmlEvaluation(evilEvaluation()));
    expect(sectionsOf(page)).toEqual(['overview', 'target-0', ...HOSTILE.map((_, at) => `target-${at + 1}`)]);
    expect(page.html.match(/A class is predicted above a score of 0\.3, as given\./g)).toHaveLength(HOSTILE.length);
    expect(page.all('div').filter((node) => /^comparison-/.test(attribute(node, 'id') ?? ''))).toHaveLength(HOSTILE.length + 1);
  });

  it('draws a figure between its bounds, and a bar of calibration as high as the share that was right', async () => {
    const [target] = EVALUATION.targets;
    const bounds = { low: 0.25, high: 0.875 };
    const all = { accuracy: bounds, jaccard: bounds, macroF1: bounds, microF1: bounds, weightedF1: bounds };
    const calibration = { count: 4, error: 0.15, bins: [{ low: 0.6, high: 0.8, count: 4, confidence: 0.7, accuracy: 0.5 }] };
    const page = look(await htmlEvaluation({ examples: 4, targets: [{ ...target!, bounds: all, calibration }] }));
    const [rect] = page.all('rect').filter((node) => attribute(node, 'x') === '25%');
    expect([
      attribute(rect, 'width'),
      attribute(
        page.all('line').find((node) => attribute(node, 'class') === 'value'),
        'x1',
      ),
    ]).toEqual(['62.5%', '75%']);
    const bar = page.all('rect').find((node) => attribute(node, 'height') === '130');
    expect(attribute(bar, 'class')).toBe('kept');
    expect(page.html).toContain('0.60 to 0.80');
  });
});
