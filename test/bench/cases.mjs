// What is measured: a case is a shape in a format at a size.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GENERATOR_VERSION } from './generate.mjs';
import { SHAPES } from './shapes.mjs';

const DATA = fileURLToPath(new URL('./data/', import.meta.url));
const GENERATOR = fileURLToPath(new URL('./generate.mjs', import.meta.url));
/** Of the formats a shape could be in, what is measured where no format is asked for. */
const USUAL_FORMATS = {
  short: ['csv', 'jsonl', 'json', 'parquet'],
  long: ['csv'],
  wide: ['csv'],
  lists: ['jsonl'],
  messages: ['jsonl'],
};

/** @returns the cases of all `sizes` (megabytes), `shapes` and `formats` (none: the usual ones of each shape) */
export function listCases({ sizes, shapes, formats }) {
  const of = (shape) =>
    formats === undefined ? USUAL_FORMATS[shape] : SHAPES[shape].formats.filter((each) => formats.includes(each));
  return sizes.flatMap((megabytes) => shapes.flatMap((shape) => of(shape).map((format) => ({ shape, format, megabytes }))));
}

/**
 * Generates the data of a case where it is not there yet, reads it once so that it lies in the page cache, and sets the task:
 * the tiny classes fall below the minimum, the largest few are cut at the maximum; classes of lists are all kept.
 * @returns the job: source, truth, rows, minimum, maximum and flags
 */
export function readyCase({ shape, format, megabytes }) {
  const source = `${DATA}${shape}-${megabytes}.${format}`;
  const truth = `${DATA}${shape}-${megabytes}.truth`;
  mkdirSync(dirname(source), { recursive: true });
  if (!existsSync(source) || versionOf(truth) !== GENERATOR_VERSION) {
    const made = spawnSync(process.execPath, [GENERATOR, source, String(megabytes), shape], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (made.status !== 0) throw new Error(`${source} could not be made`);
  }
  warm(source);
  const { rows } = JSON.parse(readFileSync(`${truth}.json`, 'utf8'));
  const bounds =
    shape === 'lists'
      ? { minimum: 1, maximum: rows }
      : { minimum: Math.max(10, Math.ceil(rows / 10_000)), maximum: Math.ceil(rows / 45) };
  return { source, truth, rows, flags: SHAPES[shape].flags, ...bounds };
}

function versionOf(truth) {
  try {
    return JSON.parse(readFileSync(`${truth}.json`, 'utf8')).generator;
  } catch {
    return undefined;
  }
}

function warm(path) {
  const block = Buffer.alloc(1 << 20);
  const file = openSync(path, 'r');
  while (readSync(file, block) > 0);
  closeSync(file);
}
