// Who is measured. Each peer is one process with one contract, `peer <source> <out folder> <minimum> <maximum> <seed>`;
// labelmill gets the same through its flags. `leaves` says what the peer leaves undone.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeCommand } from './measure.mjs';

const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));
const MAIN = pathOf('../../dist/bundle/main.js');
const PYTHON = pathOf('peers/.venv/bin/python');
const SEED = '42';
/** Shapes with one class in one field, which every peer takes. */
const ONE_CLASS = ['short', 'long', 'wide'];
const ALL_SHAPES = [...ONE_CLASS, 'lists', 'messages'];

const argumentsOf = (job) => [job.source, job.folder, String(job.minimum), String(job.maximum), SEED];
const node = (name) => (job) => nodeCommand(pathOf(`peers/${name}`), ...argumentsOf(job));
const python = (name) => (job) => [PYTHON, pathOf(`peers/${name}`), ...argumentsOf(job)];

/** The command line of labelmill for a job. */
export function labelmill(job, ...more) {
  const bounds = ['--min', String(job.minimum), '--max', String(job.maximum), '--seed', SEED];
  return nodeCommand(MAIN, 'prepare', job.source, ...job.flags, ...bounds, '--quiet', '--out', job.folder, ...more);
}

const ours = { shapes: ALL_SHAPES, leaves: '', isOurs: true };
const strict = 'duplicates across splits, rejects, manifest';

/** The one all others are compared with: labelmill as it comes. */
export const REFERENCE = { ...ours, name: 'labelmill', command: (job) => labelmill(job) };

/** In the order of the tables. `needs` names packages or flags; a peer that lacks one is "n/a". */
export const PEERS = [
  {
    ...ours,
    name: 'labelmill, 1 thread',
    needs: ['--threads'],
    command: (job) => labelmill(job, '--threads', '1'),
  },
  {
    ...ours,
    name: 'labelmill, 2 threads',
    needs: ['--threads'],
    command: (job) => labelmill(job, '--threads', '2'),
  },
  { ...ours, name: 'labelmill, row lane', command: (job) => labelmill(job, '--lane', 'rows') },
  {
    name: 'Polars',
    needs: ['polars'],
    shapes: ALL_SHAPES,
    rule: 'exact',
    leaves: `shuffle, validation, ${strict}`,
    command: python('polars_eager.py'),
  },
  {
    name: 'DuckDB, approximate',
    needs: ['duckdb'],
    shapes: ONE_CLASS,
    rule: 'approximate',
    leaves: `exact counts, shuffle, validation, ${strict}`,
    command: python('duckdb_threshold.py'),
  },
  {
    name: 'DuckDB, exact',
    needs: ['duckdb'],
    shapes: ONE_CLASS,
    leaves: `shuffle, validation, ${strict}`,
    command: python('duckdb_exact.py'),
  },
  {
    name: 'pure JavaScript on bytes',
    shapes: ONE_CLASS,
    formats: ['csv'],
    leaves: `shuffle, validation, unusual tables, ${strict}`,
    command: node('bytes.mjs'),
  },
  {
    name: 'pandas at its best',
    needs: ['pandas', 'pyarrow'],
    shapes: ONE_CLASS,
    leaves: `shuffle, validation, ${strict}`,
    command: python('pandas_best.py'),
  },
  {
    name: 'csv-parse + ajv, straightforwardly',
    shapes: ALL_SHAPES,
    formats: ['csv', 'jsonl', 'json'],
    leaves: strict,
    command: node('straightforward.mjs'),
  },
  {
    name: 'notebook (pandas + scikit-learn)',
    needs: ['pandas', 'scikit-learn', 'pyarrow'],
    shapes: ONE_CLASS,
    rule: 'chained',
    isCanonical: false,
    leaves: `compact lines, validation, ${strict}`,
    command: python('notebook.py'),
  },
  {
    name: 'floor: read twice, write once',
    shapes: ALL_SHAPES,
    isFloor: true,
    leaves: 'everything',
    command: node('floor.mjs'),
  },
];

export const takes = ({ shapes, formats }, { shape, format }) =>
  shapes.includes(shape) && (formats === undefined || formats.includes(format));

/** Versions of what peers need and is installed, by name; for a flag of labelmill, ''. */
export function findInstalled() {
  const found = new Map();
  const help = spawnSync(process.execPath, [MAIN, 'prepare', '--help'], { encoding: 'utf8' }).stdout;
  if (/^\s+--threads\b/m.test(help)) found.set('--threads', '');
  if (!existsSync(PYTHON)) return found;
  const names = ['polars', 'duckdb', 'pandas', 'scikit-learn', 'pyarrow'];
  const program = `
import importlib.metadata as packages, json, platform, sys
found = {"Python": platform.python_version()}
for name in sys.argv[1:]:
    try: found[name] = packages.version(name)
    except packages.PackageNotFoundError: pass
print(json.dumps(found))`;
  const { stdout } = spawnSync(PYTHON, ['-c', program, ...names], { encoding: 'utf8' });
  for (const [name, version] of Object.entries(JSON.parse(stdout))) found.set(name, version);
  return found;
}
