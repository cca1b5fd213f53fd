import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { htmlReport, type Report } from '../../src/index.js';

/** Where distributions put it; another one is named by CHROMIUM. */
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What a browser that only shows files has no use for. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export function startBrowser(): Promise<Browser> {
  const path = process.env['CHROMIUM'] ?? PATHS.find((each) => existsSync(each));
  if (path === undefined) throw new Error(`there is no Chromium at ${PATHS.join(', ')}: install it, or name it with CHROMIUM`);
  return chromium.launch({ executablePath: path, args: QUIET });
}

/** A page that is open, and what it did that it should not have done. */
export interface OpenReport {
  readonly page: Page;
  /** Requests beside the page itself, which are stopped. */
  readonly requests: readonly string[];
  /** Errors and complaints of the browser, those about the content security policy among them. */
  readonly complaints: readonly string[];
}

/** Opens a report from a file, as a person does, for the time of `body`. */
export async function withReport(
  browser: Browser,
  report: Report,
  body: Look,
  options: BrowserContextOptions = {},
): Promise<void> {
  await withPage(browser, await htmlReport(report), body, options);
}

type Look = (open: OpenReport) => Promise<void>;

/** The same for a page of any kind. */
export async function withPage(
  browser: Browser,
  content: string,
  body: Look,
  options: BrowserContextOptions = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'labelmill-browser-'));
  const context = await browser.newContext(options);
  try {
    const path = join(folder, 'report.html');
    await writeFile(path, content);
    const url = pathToFileURL(path).href;
    const requests: string[] = [];
    const complaints: string[] = [];
    const page = await context.newPage();
    await page.route('**/*', (route) => {
      if (route.request().url() === url) return route.continue();
      requests.push(route.request().url());
      return route.abort();
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(url);
    await body({ page, requests, complaints });
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}
