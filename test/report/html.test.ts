import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { htmlReport, type Report } from '../../src/index.js';
import { visible } from '../../src/report/visible.js';
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
  const html = await htmlReport(report);
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

describe('the page of a report', () => {
  it('has one style and one script, both by the hash in its policy', async () => {
    const { all, textOf } = await open(evilReport());
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
    const { all, html } = await open(evilReport());
    for (const name of ['img', 'iframe', 'object', 'link', 'form', '#comment']) expect(all(name), name).toEqual([]);
    for (const node of all('svg'))
      expect(node.attrs.map(({ name }: any) => name).filter((name: string) => name.startsWith('on'))).toEqual([]);
    for (const node of all('a')) expect(attribute(node, 'href')).toMatch(/^#[\w-]+$/);
    expect(html).not.toMatch(/ (?:on\w+|style)=["'](?!&#)/);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  });

  it('shows every class in full, with marks for what can not be seen', async () => {
    const { all, textOf } = await open(evilReport());
    const chart = all('tbody').find((body) => textOf(body).includes('window.pwned'));
    const names = chart.childNodes
      .flatMap((row: any) => row.childNodes ?? [])
      .filter((cell: any) => cell.nodeName === 'th')
      .map(textOf);
    expect(names).toEqual(HOSTILE.map(visible));
  });

  it('has a head for each column and each row of a chart, and ids that are there once', async () => {
    const { all } = await open(evilReport());
    for (const head of all('th')) expect(attribute(head, 'scope')).toMatch(/^(?:col|row)$/);
    const ids = [...all('section'), ...all('h2'), ...all('h3'), ...all('input')]
      .map((node) => attribute(node, 'id'))
      .filter(Boolean);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of all('a')) expect(ids).toContain(attribute(link, 'href')?.slice(1));
    for (const svg of all('svg')) expect(attribute(svg, 'aria-hidden') ?? attribute(svg, 'aria-label')).toBeTruthy();
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

  it('is the same bytes for the same report', async () => {
    expect(await htmlReport(evilReport())).toBe(await htmlReport(structuredClone(evilReport())));
  });
});
