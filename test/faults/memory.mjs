// Memory in the worst cases: lines, rows, quotes, lists and numbers of classes and columns without end, from a pipe. Every run stays
// under 512 MiB (where a case names no other limit), and ends with the exit code and the place that are right: none is killed, none is a bug's.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { memoryCases } from './memory-cases.mjs';
import { ended, freshFolder, runTool, start } from './support.mjs';

const LIMIT_BYTES = 512 * 2 ** 20;
const USAGE = fileURLToPath(new URL('../bench/usage.cjs', import.meta.url));

await runTool('memory', { short: 8, long: Infinity }, async ({ folder, runs, from, isShort, tally }) => {
  for (const given of memoryCases(isShort).slice(from, from + runs)) {
    const own = freshFolder(folder, 'case');
    const usageFile = join(folder, 'usage.json');
    rmSync(usageFile, { force: true });
    const started = Date.now();
    const env = { NODE_OPTIONS: `--require ${USAGE}`, USAGE_FILE: usageFile, TMPDIR: own };
    const child = start(['prepare', '-', ...given.flags, '--quiet', '--allow-single-class'], { cwd: own, stdin: 'open', env });
    const told = ended(child);
    // a run that has seen enough closes the pipe
    await pipeline(Readable.from(given.pieces()), child.stdin).catch(() => undefined);
    const { code, signal, err } = await told;
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const faults = [];
    const { peakBytes = Infinity } = existsSync(usageFile) ? JSON.parse(readFileSync(usageFile, 'utf8')) : {};
    if (!given.exit.includes(code)) faults.push(`ended with ${code ?? signal}: ${err.slice(0, 500)}`);
    if (given.says !== undefined && !given.says.test(err)) faults.push(`does not name the place: ${err.slice(0, 500)}`);
    if (peakBytes > (given.limitBytes ?? LIMIT_BYTES)) faults.push(`peak of ${(peakBytes / 2 ** 20).toFixed(0)} MiB`);
    console.log(`${given.name}: ended with ${code ?? signal} after ${seconds} s, peak ${(peakBytes / 2 ** 20).toFixed(0)} MiB`);
    tally.judge(given.name, faults);
  }
});
