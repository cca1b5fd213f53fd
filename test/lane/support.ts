import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFingerprinter, textSeedOf } from '../../src/core/fingerprint.js';
import { createLabelSets } from '../../src/core/label-sets.js';
import { listAt } from '../../src/core/number-lists.js';
import { createRanker, rankKey } from '../../src/core/rank.js';
import { LabelmillError, prepare, type PrepareOptions } from '../../src/index.js';
import { chooseLane, type LaneJob, type ScanSink } from '../../src/lane/lane.js';
import { compileMapping, type Mapping } from '../../src/normalize/normalize.js';
import { resolveSources, type SourceInput } from '../../src/read/read.js';
import { createValidator, type Validator } from '../../src/validate/validate.js';
import { withFolder } from '../pipeline/support.js';

/** All a run leaves behind: every file, and how it ended. Two lanes must leave the same. */
export interface Outcome {
  /** File → content; the manifest without its `run`. */
  readonly files: Readonly<Record<string, string>>;
  readonly rejects: string;
  readonly failure: string | undefined;
  readonly lane: string | undefined;
  /** Why it is not the byte lane. */
  readonly why: string | undefined;
}

/** Prepares one file by a lane. */
export async function outcomeOf(
  content: Buffer,
  options: Partial<PrepareOptions>,
  { lane, name = 'data.csv' }: { lane: 'auto' | 'rows'; name?: string },
): Promise<Outcome> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, name), content);
    const out = join(folder, 'out');
    const rejects = join(folder, 'rejects.jsonl');
    let failure: string | undefined;
    try {
      await prepare({ baseDirectory: folder, sources: [name], maxRejects: '100%', ...options, out, rejects, lane });
    } catch (error) {
      if (!(error instanceof LabelmillError)) throw error;
      failure = `${error.code}: ${error.message.replaceAll(folder, '')}`;
    }
    const files: Record<string, string> = {};
    let used: string | undefined;
    let why: string | undefined;
    for (const file of await readdir(out).catch(() => [])) {
      if (file.startsWith('report.')) continue; // it says what manifest and files say
      files[file] = await readFile(join(out, file), 'utf8');
      if (file !== 'manifest.json') continue;
      const { run, ...rest } = JSON.parse(files[file]);
      used = run.lane.name;
      why = run.lane.why;
      files[file] = JSON.stringify(rest);
    }
    return { files, failure, lane: used, why, rejects: await readFile(rejects, 'utf8').catch(() => '') };
  });
}

/**
 * What pass 1 of a lane gives for one file: entries with their labels instead of numbers, sorted, or where it is watched the examples
 * in order; rejects; the summary.
 */
export async function scanOf(content: Buffer, options: ScanOptions): Promise<unknown> {
  const { lane: wanted } = options;
  return withJob(content, options, async (job) => {
    const watched: unknown[] = [];
    // a class alone and a list of it are one label set
    const onExample: LaneJob['onExample'] = ({ raw, labels, ...example }, { high, low }) =>
      watched.push({ ...example, labels: labels.map((label) => [label].flat()), high, low, raw: raw() });
    const { lane } = await chooseLane(options.isWatched === true ? { ...job, onExample } : job, wanted);
    const { entries, rejects, sink } = collect();
    let summaries: unknown;
    let failure: string | undefined;
    try {
      summaries = await lane.scan(sink);
    } catch (error) {
      if (!(error instanceof LabelmillError)) throw error;
      failure = `${error.code}: ${error.message}`;
    }
    lane.close();
    if (failure !== undefined) return { failure };
    if (options.isWatched === true) return { watched, rejects, summaries };
    const { sets, setOf, classes, givenOf } = job.labelSets.freeze();
    const shown = entries.map(([high, low, labelSet]) => {
      const names = Array.from(listAt(sets, setOf[labelSet]!), (place) => `${classes.targetOf(place)}=${classes.nameOf(place)}`);
      return `${high}:${low} ${givenOf[labelSet]} ${names.join()}`;
    });
    return { entries: shown.sort(), rejects, summaries };
  });
}

/** A job of one file that is gone afterwards. */
export async function withJob<T>(
  content: Buffer,
  options: Omit<ScanOptions, 'lane'>,
  body: (job: LaneJob) => Promise<T>,
): Promise<T> {
  const { blockBytes, mapping, source = {}, name = 'data.csv', onRow = () => undefined } = options;
  return withFolder(async (folder) => {
    await writeFile(join(folder, name), content);
    const normalizer = compileMapping(mapping);
    return body({
      sources: await resolveSources([{ path: name, ...source }], { baseDirectory: folder }),
      shapeOf: () => ({
        shaper: undefined,
        fields: normalizer.fields,
        normalizer: {
          ...normalizer,
          normalize(row, split) {
            onRow();
            return normalizer.normalize(row, split);
          },
        },
      }),
      createSorter() {
        throw new Error('there are no conversations');
      },
      validator: await validatorFor(normalizer.targets),
      fingerprint: await createFingerprinter(),
      selectRank: await createRanker(42, 'select'),
      orderRank: await createRanker(42, 'order'),
      hashing: { textSeed: textSeedOf(0), selectKey: await rankKey(42, 'select'), orderKey: await rankKey(42, 'order') },
      shape: {
        mapping,
        isReshaped: false,
        hasOwnLimits: false,
        hasUserSchema: false,
        comparesTexts: false,
        reportsLeftOut: false,
        order: 'shuffled',
      },
      labelSets: createLabelSets(normalizer.targets.length),
      groupOf: () => 0,
      threads: options.threads ?? 1,
      directory: folder,
      ...(blockBytes === undefined ? {} : { blockBytes }),
    });
  });
}

/** Compiling the schema costs more than all the rest, so it is done once per list of targets. */
const validators = new Map<string, Promise<Validator>>();
function validatorFor(targets: readonly string[]): Promise<Validator> {
  const known = validators.get(targets.join()) ?? createValidator({ targets });
  validators.set(targets.join(), known);
  return known;
}

export interface ScanOptions {
  readonly lane: 'auto' | 'rows';
  readonly blockBytes?: number;
  readonly threads?: number;
  readonly mapping: Mapping;
  /** Default `data.csv`. */
  readonly name?: string;
  readonly isWatched?: boolean;
  /** Called for each row that goes the row way. */
  readonly onRow?: () => void;
  readonly source?: Omit<Exclude<SourceInput, string | { rows: unknown }>, 'path'> & object;
}

/** Rank high, rank low and label set. */
export type Entry = [number, number, number];

/** What pass 1 reports. */
export function collect() {
  const entries: Entry[] = [];
  const rejects: unknown[] = [];
  const sink: ScanSink = {
    example: (high, low, labelSet) => entries.push([high, low, labelSet]),
    examples(many) {
      for (let at = 0; at < many.length; at += 3) entries.push([many[at]!, many[at + 1]!, many[at + 2]!]);
    },
    reject: (_, reject) => rejects.push(reject),
    filtered: () => undefined,
    merged: () => undefined,
  };
  return { entries, rejects, sink };
}

/** The digest of all that a run wrote, but for its times. */
export async function digestRun(out: string, rejects: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(rejects));
  for (const name of (await readdir(out)).sort()) {
    if (name === 'report.html') continue; // it shows what report.json holds, the time of the run with it
    const content = await readFile(join(out, name), 'utf8');
    hash.update(name.endsWith('.json') ? JSON.stringify({ ...JSON.parse(content), run: {} }) : content);
  }
  return hash.digest('hex');
}
