// What must hold of one case, whatever its bytes are: both lanes end with the same files or the same public error, none of them a
// bug's; what is published is proved by verify, and its rejects are as many as its account says; nothing else is left behind.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelmillError, prepare, unexplained, verify } from '../../dist/bundle/index.js';
import { freshFolder } from './support.mjs';

/** @returns { outcome, faults }: `written`, or the code of the error; what was wrong */
export async function judgeCase({ name, bytes, options, source }, folder) {
  freshFolder(folder);
  writeFileSync(join(folder, name), bytes);
  const faults = [];
  const given = { ...options, sources: [source], baseDirectory: folder };
  const [fast, slow] = [await outcomeOf(given, 'auto', faults), await outcomeOf(given, 'rows', faults)];
  if (fast.said !== slow.said) faults.push(`the lanes differ: ${fast.said} and by rows ${slow.said}`);
  return { outcome: fast.code, faults };
}

async function outcomeOf(options, lane, faults) {
  const folder = options.baseDirectory;
  const before = readdirSync(folder).join();
  const out = join(folder, 'out');
  try {
    const { manifest } = await prepare({ ...options, out, lane });
    if (unexplained(manifest.account) !== 0) faults.push(`${lane}: the account does not add up`);
    const { ok, findings } = await verify(out);
    if (!ok) faults.push(`${lane}: verify finds ${JSON.stringify(findings)}`);
    const said = createHash('sha256').update(JSON.stringify(manifest.account));
    for (const file of manifest.files) said.update(file.name).update(readFileSync(join(out, file.name)));
    return { code: 'written', said: `files ${said.digest('hex')} ${JSON.stringify(manifest.account)}` };
  } catch (error) {
    const isPublic = error instanceof LabelmillError && error.code !== 'INTERNAL';
    if (!isPublic) faults.push(`${lane}: a bug: ${error instanceof Error ? error.stack : String(error)}`);
    return { code: isPublic ? error.code : 'bug', said: isPublic ? `${error.code}: ${error.message}` : 'bug' };
  } finally {
    freshFolder(out);
    const left = readdirSync(folder)
      .filter((entry) => entry !== 'out')
      .join();
    if (
      left !==
      before
        .split(',')
        .filter((entry) => entry !== 'out')
        .join()
    )
      faults.push(`${lane}: files are left over: ${left}`);
  }
}
