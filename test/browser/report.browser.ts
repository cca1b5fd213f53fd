import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RENDERERS, type Report } from '../../src/index.js';
import { plain } from '../../src/report/report.js';
import { visible } from '../../src/report/visible.js';
import { EVIL, HOSTILE } from '../report/gates.js';
import { evilReport, manyClasses } from '../report/reports.js';
import { startBrowser, withReport, type OpenReport } from './support.js';

/** What runs in the page, as text: the types of a browser are not those of the tests. */
const INTRUDE = `
  const script = document.createElement('script');
  script.textContent = 'globalThis.pwned = 1';
  const image = document.createElement('img');
  image.src = 'https://example.com/seen.png';
  image.setAttribute('onerror', 'globalThis.pwned = 1');
  document.body.append(script, image);
`;
const COLOURS = '(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))';
const COUNT_COLOURS = `(async () => {
  const image = document.querySelector('img');
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return new Set(new Uint32Array(data.buffer)).size;
})()`;
const PARSE_XML = `(text) => {
  const parsed = new DOMParser().parseFromString(text, 'application/xml');
  return [parsed.querySelectorAll('parsererror').length, parsed.querySelectorAll('testcase > failure').length];
}`;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** Names of the classes that a chart shows, from the top. */
function namesIn(page: Page): Promise<readonly string[]> {
  return page.locator('table.chart').first().locator('tbody th:visible').allInnerTexts();
}

describe('the page of a report in a browser', () => {
  it('shows hostile data as text: nothing runs, no request leaves, nothing is complained about', () =>
    withReport(browser, evilReport(), async ({ page, requests, complaints }) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
      for (const button of await page.locator('table.chart').first().locator('button').all()) await button.click();
      expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
      expect(requests).toEqual([]);
      expect(complaints).toEqual([]);
      const names = await page.locator('table.chart').first().locator('tbody th bdi').allTextContents();
      expect([...names].sort()).toEqual(HOSTILE.map(visible).sort());
    }));

  it('keeps what gets into it from running and from loading', () =>
    withReport(browser, evilReport(), async ({ page, requests, complaints }) => {
      await page.evaluate(INTRUDE);
      expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
      expect(requests).toEqual([]);
      expect(complaints.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(2);
    }));

  it('sorts a chart by the mouse and by the keyboard, and says so', () =>
    withReport(browser, manyClasses(12), async ({ page }) => {
      const head = page.getByRole('columnheader', { name: /^kept/ });
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      expect((await namesIn(page))[0]).toBe('class 0000');
      await page.getByRole('button', { name: /^kept/ }).click();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      expect((await namesIn(page))[0]).toBe('class 0011');

      await page.getByRole('button', { name: 'class' }).focus();
      await page.keyboard.press('Enter');
      expect(await page.getByRole('columnheader', { name: 'class' }).getAttribute('aria-sort')).toBe('ascending');
      expect(await head.getAttribute('aria-sort')).toBeNull();
      expect((await namesIn(page))[0]).toBe('class 0000');
      await page.keyboard.press('Space');
      expect((await namesIn(page))[0]).toBe('class 0011');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.getByRole('columnheader', { name: 'read' }).getAttribute('aria-sort')).toBe('descending');
      expect((await namesIn(page))[0]).toBe('class 0000');
    }));

  it('shows both ends of a thousand classes in the order asked for, and all of them on demand', () =>
    withReport(browser, manyClasses(1000), async ({ page }) => {
      expect(await namesIn(page)).toHaveLength(80);
      await page.getByRole('button', { name: 'class' }).click();
      await page.getByRole('button', { name: 'class' }).click();
      const shown = await namesIn(page);
      expect([shown[0], shown[39], shown[40], shown[79]]).toEqual(['class 0999', 'class 0960', 'class 0039', 'class 0000']);
      expect(await page.locator('tr.gap').isVisible()).toBe(true);
      await page.getByLabel(/^show all 1,000 classes/).check();
      expect(await namesIn(page)).toHaveLength(1000);
      expect(await page.locator('tr.gap').isVisible()).toBe(false);
    }));

  it('has a name for each section and each chart, and heads for rows and columns', () =>
    withReport(browser, evilReport(), async ({ page }) => {
      for (const name of ['Issues', 'Labels', 'Text lengths', 'Certificate of the split'])
        expect(await page.getByRole('region', { name }).count(), name).toBe(1);
      const chart = page.getByRole('table', { name: 'plain' });
      expect(await chart.getByRole('columnheader').count()).toBe(6);
      expect(await chart.getByRole('rowheader').count()).toBe(HOSTILE.length);
      expect(await page.getByRole('img', { name: /^Examples by length of text/ }).count()).toBe(1);
    }));

  const looks: readonly (readonly [name: string, report: Report, width: number, colorScheme: 'light' | 'dark'])[] = [
    ['a wide window, light', evilReport(), 1100, 'light'],
    ['a wide window, dark', evilReport(), 1100, 'dark'],
    ['a window of 400 pixels', evilReport(), 400, 'light'],
    ['a thousand classes in 400 pixels', manyClasses(1000), 400, 'dark'],
  ];
  it.each(looks)('fits %s, in its colours', (_name, report, width, colorScheme) =>
    withReport(
      browser,
      report,
      async ({ page }) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        // a label of 1 KB takes two lines, as any long one
        const heights = await page
          .locator('table.chart tbody tr:visible')
          .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
        expect(Math.max(...heights)).toBeLessThan(50);
        const [paper, ink] = await lightnessIn(page);
        expect(paper! > ink!).toBe(colorScheme === 'light');
        expect(await coloursIn(page)).toBeGreaterThan(20);
      },
      { viewport: { width, height: 900 }, colorScheme },
    ),
  );

  it('prints its charts in ink on paper, whatever the setting', () =>
    withReport(
      browser,
      evilReport(),
      async ({ page }: OpenReport) => {
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        expect(await lightnessIn(page)).toEqual([255, 0]);
        expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
      },
      { colorScheme: 'dark' },
    ));
});

/** How much red is in the colours of paper and ink, 0 to 255: both are nearly grey. */
async function lightnessIn(page: Page): Promise<readonly number[]> {
  const colours = await page.evaluate<readonly string[]>(COLOURS);
  return colours.map((colour) => Number(/\d+/.exec(colour)?.[0]));
}

/** Distinct colours of a screenshot, counted in the browser; a blank page has one. */
async function coloursIn(page: Page): Promise<number> {
  const picture = (await page.screenshot()).toString('base64');
  const viewer = await page.context().newPage();
  try {
    await viewer.setContent(`<img src="data:image/png;base64,${picture}">`);
    return await viewer.evaluate<number>(COUNT_COLOURS);
  } finally {
    await viewer.close();
  }
}

describe('the JUnit report', () => {
  it('is well formed for the XML parser of a browser', async () => {
    const xml = RENDERERS.find(({ name }) => name === 'junit')!.render(EVIL, { style: plain });
    const page = await browser.newPage();
    try {
      const found = await page.evaluate(`(${PARSE_XML})(${JSON.stringify(xml)})`);
      expect(found).toEqual([0, HOSTILE.length + 1]);
    } finally {
      await page.close();
    }
  });
});
