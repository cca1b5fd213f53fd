// A workflow ready to be disturbed: its sources, what it gives where nobody disturbs it, and an older set it may find there.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../../dist/bundle/index.js';
import { digestSet, freshFolder, run } from './support.mjs';
import { writeSources } from './workflows.mjs';

/** @returns a case whose run is `args` in `folder`, and the digests of what it should give and of the older set */
export async function readyCase(workflow, parent) {
  const folder = freshFolder(parent, workflow.name.replaceAll(/\W+/g, '-'));
  const temporary = freshFolder(parent, 'tmp');
  writeSources(workflow, folder);
  const out = join(folder, 'out');
  const args = ['prepare', ...workflow.args, '--quiet'];
  const options = { cwd: folder, stdin: workflow.stdin };
  const first = await run([...args, '--seed', '7'], options);
  if (first.code !== 0) throw new Error(`${workflow.name}: ${first.err}`);
  const olderSet = `${folder}-older`;
  cpSync(out, olderSet, { recursive: true });
  const started = Date.now();
  await run(args, options);
  const milliseconds = Date.now() - started;
  const names = readdirSync(folder).sort().join(', ');
  return {
    workflow,
    folder,
    out,
    temporary,
    args,
    olderSet,
    milliseconds,
    names,
    reference: digestSet(out),
    older: digestSet(olderSet),
  };
}

/** Lays out the sources, and the older set where there is one. Nothing else is in the folder then. */
export function layOut({ workflow, folder, temporary, out, olderSet }, hadOlder) {
  for (const each of [folder, temporary]) freshFolder(each);
  writeSources(workflow, folder);
  if (hadOlder) cpSync(olderSet, out, { recursive: true });
  else rmSync(out, { recursive: true, force: true });
}

/** @returns `older`, `new` or `none`; what is neither is torn or mixed, and a fault, as is a manifest that verify disproves */
export async function lookAt({ out, reference, older }, hadOlder, faults) {
  const state = digestSet(out);
  const found = state === reference ? 'new' : state === older && hadOlder ? 'older' : state;
  if (!['new', 'older', 'none'].includes(found)) faults.push('the set is torn or mixed');
  if (found !== 'none' && !(await verify(out)).ok) faults.push('the manifest lies');
  return found;
}

/** The next run, which nobody disturbs: it must give the reference byte for byte and leave nothing else. */
export async function heal({ workflow, folder, temporary, out, args, reference, names }, faults) {
  const { code, err } = await run(args, { cwd: folder, stdin: workflow.stdin, env: { TMPDIR: temporary } });
  if (code !== 0) faults.push(`the next run ended with ${code}: ${err}`);
  if (digestSet(out) !== reference) faults.push('the next run gave other bytes');
  const left = readdirSync(folder).sort().join(', ');
  if (left !== names) faults.push(`files are left over: ${left}`);
  const working = readdirSync(temporary);
  if (working.length > 0) faults.push(`temporary files are left over: ${working.join(', ')}`);
}
