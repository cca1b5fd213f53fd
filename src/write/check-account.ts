import { unexplained, type Account } from '../core/account.js';
import type { Findings } from './findings.js';
import type { Manifest } from '../core/manifest.js';

/** Checks that every row read is accounted for, in total and per source, and that what is said to be written was. Pure. */
export function checkAccount(manifest: Manifest, findings: Findings): void {
  const { account, sources, files } = manifest;
  const report = (message: string): void => findings.add({ code: 'account', message });
  reportUnexplained('in total', account, report);
  const lines = files.reduce((sum, file) => sum + (file.split === undefined ? 0 : file.lines), 0);
  if (lines !== account.written)
    report(`the account says ${account.written} examples were written, the splits have ${lines} lines`);
  const rows = sources.reduce((sum, source) => sum + source.rows, 0);
  if (rows !== account.rowsRead) report(`the account says ${account.rowsRead} rows were read, the sources have ${rows}`);
  for (const { name, rows, account: own } of sources) {
    if (own === undefined) continue;
    reportUnexplained(`of source "${name}"`, own, report);
    if (own.rowsRead !== rows) report(`source "${name}" has ${rows} rows, its account says ${own.rowsRead}`);
  }
}

function reportUnexplained(where: string, account: Account, report: (message: string) => void): void {
  const missing = unexplained(account);
  if (missing !== 0) report(`the account ${where} leaves ${missing} of ${account.rowsRead} rows unexplained`);
}
