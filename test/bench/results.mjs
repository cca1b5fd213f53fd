// Results as Markdown.
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

const { version, dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The middle of some numbers, of an even count the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** A case's heading and table. `missing` are the names of peers that are not installed. */
export function describeCase({ shape, format, megabytes, what }, { rows, minimum, maximum }, results, missing) {
  const loads = results.flatMap(({ loads: each }) => each);
  const bounds = shape === 'lists' ? 'all kept' : `classes of ${group(minimum)} to ${group(maximum)}`;
  return [
    `### ${shape}, ${format}, ${megabytes} MB`,
    '',
    `${group(rows)} rows: ${what}; ${bounds}. Load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.`,
    '',
    '| who | wall s | × labelmill | CPU s | × labelmill | peak MiB | runs | leaves undone |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...results.map(rowOf),
    ...missing.map((name) => `| ${name} | n/a |  |  |  |  |  |  |`),
    '',
  ].join('\n');
}

function rowOf({ peer, runs, ratios, faults }) {
  const wrong = faults.length === 0 ? '' : `**failed**: ${faults.join('; ').replaceAll(/[|\n]/g, ' ')}. `;
  if (runs.length === 0) return `| ${peer.name} |  |  |  |  |  | 0 | ${wrong}${peer.leaves} |`;
  const peak = median(runs.map(({ peakBytes }) => peakBytes)) / 2 ** 20;
  const cells = [
    peer.name,
    spread(runs.map(({ wall }) => wall)),
    ratios.length === 0 ? '1' : spread(ratios.map(({ wall }) => wall)),
    spread(runs.map(({ cpuSeconds }) => cpuSeconds)),
    ratios.length === 0 ? '1' : spread(ratios.map(({ cpu }) => cpu)),
    peak.toFixed(0),
    runs.length === 1 ? 'single run' : runs.length,
    wrong + peer.leaves,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Median [least–greatest]; of one value, the value. */
function spread(values) {
  const show = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
  const middle = show(median(values));
  return values.length === 1 ? middle : `${middle} [${show(Math.min(...values))}–${show(Math.max(...values))}]`;
}

const group = (number) => number.toLocaleString('en-US');

/** The whole page: how it was measured, on what, and the tables. */
export function describeAll(tables, installed) {
  const [cpu] = cpus();
  const packages = [...installed].filter(([, each]) => each !== '').map(([name, each]) => `${name} ${each}`);
  const ownPackages = ['csv-parse', 'ajv', 'stream-json'].map((name) => `${name} ${dependencies[name]}`);
  return `# Results

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}.

- Machine: ${cpus().length} × ${cpu.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()}. Files in the page cache.
- labelmill ${version}, Node.js ${process.versions.node}; ${[...packages, ...ownPackages].join(', ')}.
- The job: classes below the minimum left out, larger ones cut to the maximum by a seeded draw, split 80/10/10 by class, three JSONL files written. Each peer is one process from start to exit; wall time is measured around it, processor time and peak memory by the process itself.
- Runs alternate: labelmill, a peer, labelmill, the next peer. A ratio is that of a peer to the run of labelmill just before it, above 1 where labelmill is faster. Figures are median [least–greatest]; compare the ratios, since other work on a machine moves all seconds.
- Megabytes are those of the rows as CSV: every format of a size holds the same rows.
- A checker read what each peer wrote: rows per class in each split, minimum and maximum, and that every line is a canonical line of the input, as often as there. What fails says so. The floor copies and is not checked.

${tables.join('\n')}`;
}
