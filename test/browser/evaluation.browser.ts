import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlEvaluation, type Evaluation } from '../../src/index.js';
import { visible } from '../../src/report/visible.js';
import { evilEvaluation, manyClassesEvaluated } from '../report/evaluations.js';
import { HOSTILE } from '../report/gates.js';
import { startBrowser, withPage, type OpenReport } from './support.js';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe('the page of an evaluation in a browser', () => {
  it('shows hostile data as text: nothing runs, no request leaves, nothing is complained about', async () => {
    const judged = { examples: HOSTILE[0]!, predictions: HOSTILE[1]!, model: HOSTILE[2]!, compared: HOSTILE[3]! };
    await withPage(browser, await htmlEvaluation(evilEvaluation(), judged), async ({ page, requests, complaints }) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
      for (const button of await page.locator('table.chart').first().locator('button').all()) await button.click();
      expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
      expect([requests, complaints]).toEqual([[], []]);
      const names = await page.locator('table.chart').first().locator('tbody th bdi').allTextContents();
      expect([...names].sort()).toEqual(HOSTILE.map(visible).sort());
    });
  });

  it('sorts the classes by each of their figures', async () => {
    await withPage(browser, await htmlEvaluation(manyClassesEvaluated(12)), async ({ page }) => {
      const column = async (at: number): Promise<readonly number[]> => {
        const cells = await page.locator(`table.chart tbody tr td:nth-child(${at})`).allTextContents();
        return cells.map(Number);
      };
      const ascending = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);
      expect(await column(2)).toEqual(ascending(await column(2)));
      for (const [at, name] of [
        [2, 'F1'],
        [3, 'precision'],
        [4, 'recall'],
        [5, 'examples'],
        [6, 'predicted'],
      ] as const) {
        await page.getByRole('button', { name, exact: true }).click();
        expect(await column(at), name).toEqual([...ascending(await column(at))].reverse());
      }
    });
  });

  it('has a name for each section, chart and drawing', async () => {
    await withPage(browser, await htmlEvaluation(manyClassesEvaluated(30)), async ({ page }) => {
      for (const name of ['Figures', 'Classes', 'Confusion', 'Calibration'])
        expect(await page.getByRole('region', { name }).count(), name).toBe(1);
      expect(await page.getByRole('table', { name: 'Confusion matrix' }).getByRole('rowheader').count()).toBe(21);
      expect(await page.getByRole('img', { name: /^Share of right answers by score/ }).count()).toBe(1);
    });
  });

  const looks: readonly (readonly [name: string, evaluation: Evaluation, width: number, colorScheme: 'light' | 'dark'])[] = [
    ['hostile data in a wide window', evilEvaluation(), 1100, 'dark'],
    ['hostile data in 390 pixels', evilEvaluation(), 390, 'light'],
    ['five hundred classes in 390 pixels', manyClassesEvaluated(500), 390, 'dark'],
  ];
  it.each(looks)('fits %s', async (_name, evaluation, width, colorScheme) => {
    const content = await htmlEvaluation(evaluation);
    const check = async ({ page }: OpenReport): Promise<void> => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      // a label of 1 KB takes two lines, as any long one
      const heights = await page
        .locator('table.chart tbody tr:visible, table.plain tbody tr:visible')
        .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
      expect(Math.max(...heights)).toBeLessThan(80);
    };
    await withPage(browser, content, check, { viewport: { width, height: 900 }, colorScheme });
  });

  it('prints', async () => {
    await withPage(browser, await htmlEvaluation(manyClassesEvaluated(100)), async ({ page }) => {
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    });
  });
});
