// Loaded by --import: appends the address of every module that is loaded to the file in MODULES_FILE, one a line. CommonJS that
// CommonJS requires is not seen, but whoever requires it is.
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

/** The hook, which runs in a thread of its own. */
export async function load(url, context, next) {
  appendFileSync(process.env.MODULES_FILE, `${url}\n`);
  return next(url, context);
}
