import { join } from 'node:path';
import { LabelmillError } from '../core/errors.js';
import type { Manifest } from '../core/manifest.js';
import { formatOrigin, type Origin } from '../core/origin.js';
import { createRandom, type Random } from '../core/random.js';
import { createSample, forecastJob, type JobForecast, type JobOptions } from '../forecast/forecast.js';
import { createTokenCounter } from '../tokens/tokens.js';
import { readManifest } from '../write/write.js';
import type { RunHooks } from './progress.js';
import { isObject, malformed, ownValue, readFile } from './read-file.js';

export interface ForecastOptions extends JobOptions, RunHooks {
  /** Examples whose tokens are counted. Default: all of 16 MB of files, about as many of larger ones. */
  readonly sample?: number;
}

/** What a job on the training files of an output folder will come to, and what that was told from. */
export interface Forecast extends JobForecast {
  /** Training examples, and those of them whose tokens were counted. */
  readonly examples: number;
  readonly counted: number;
  readonly targets: number;
  /** Size of the training files. */
  readonly bytes: number;
  /** The longest text or chat that was counted, in tokens, and its place as file:line. */
  readonly longest: { readonly tokens: number; readonly place: string };
}

/** Bytes of training files whose tokens are all counted: some 4 million tokens, in about 2 s. */
const COUNTED_BYTES = 16_000_000;
const SMALLEST_SAMPLE = 2;

/**
 * Reads the training files that `prepare` wrote and forecasts a fine-tuning job on them, offline. Tokens are counted in all
 * examples, or in a random sample by the manifest's seed where there are many; the length of all texts makes up for the rest.
 * Time: one pass, and about 0.5 µs a token counted. Memory: that of the reader and 35 MB.
 * @param folder an output folder
 * @throws LabelmillError USAGE, SOURCE_MISSING, OUTPUT_CORRUPT, NO_ROWS (no training file), SOURCE_UNREADABLE, SOURCE_MALFORMED, ABORTED
 */
export async function forecast(folder: string, options: ForecastOptions = {}): Promise<Forecast> {
  const manifest = await openManifest(folder);
  const files = manifest.files.filter(({ split }) => split === 'train');
  const examples = files.reduce((sum, { lines }) => sum + lines, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (examples === 0) throw new LabelmillError('NO_ROWS', `${folder} has no training examples: prepare it with some`, { folder });

  const picked = pickOne(manifest.seed, examples, sampleSize(options.sample, examples, bytes));
  const countTokens = await createTokenCounter();
  const sample = createSample();
  const longest = { tokens: 0, place: '' };
  let characters = 0;
  let counted = 0;
  let read = 0;
  let furtherMessages = 0;
  let readBytes = 0;
  const onBytes = (more: number): void => options.onProgress?.({ phase: 'scan', bytes: (readBytes += more), totalBytes: bytes });
  for (const file of files) {
    for await (const batch of readFile(join(folder, file.name), { ...options, onBytes })) {
      for (const { value, origin } of batch) {
        const texts = textsOf(value, origin);
        const length = texts.reduce((sum, text) => sum + text.length, 0);
        read++;
        characters += length;
        furtherMessages += texts.length - 1;
        if (!picked()) continue;
        const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
        counted++;
        sample.add(length, tokens);
        if (tokens > longest.tokens) {
          longest.tokens = tokens;
          longest.place = formatOrigin(origin);
        }
      }
    }
  }
  if (read !== examples) {
    const message = `the training files of ${folder} have ${read} lines, its manifest says ${examples}: see labelmill verify ${folder}`;
    throw new LabelmillError('OUTPUT_CORRUPT', message, { folder, lines: read, stated: examples });
  }
  const targets = manifest.targets.length;
  const textTokens = sample.estimate({ examples, characters });
  const job = forecastJob({ examples, targets, textTokens, furtherMessages }, options);
  return { examples, counted, targets, bytes, longest, ...job };
}

async function openManifest(folder: string): Promise<Manifest> {
  const read = await readManifest(folder);
  if ('manifest' in read) return read.manifest;
  throw new LabelmillError('OUTPUT_CORRUPT', `${folder}: ${read.fault}; prepare it again`, { folder });
}

function sampleSize(asked: number | undefined, examples: number, bytes: number): number {
  if (asked !== undefined && !(Number.isSafeInteger(asked) && asked >= SMALLEST_SAMPLE))
    throw new LabelmillError('USAGE', `the sample must be a whole number from ${SMALLEST_SAMPLE}, not ${asked}`);
  const affordable = Math.floor((examples * COUNTED_BYTES) / Math.max(bytes, COUNTED_BYTES));
  return Math.min(examples, asked ?? Math.max(affordable, SMALLEST_SAMPLE));
}

/** Says of one example after another whether it is in the sample. Method: selection sampling (Knuth, algorithm S). */
function pickOne(seed: number, examples: number, size: number): () => boolean {
  const random: Random = createRandom(seed, 'forecast');
  let left = examples;
  let wanted = size;
  return () => {
    const isPicked = random.below(left--) < wanted;
    if (isPicked) wanted--;
    return isPicked;
  };
}

/** The text of an example, or the texts of its messages. */
function textsOf(value: Readonly<Record<string, unknown>>, origin: Origin): readonly string[] {
  const text = ownValue(value, 'text');
  if (typeof text === 'string') return [text];
  const messages = ownValue(value, 'messages');
  const list: readonly unknown[] = Array.isArray(messages) ? messages : [];
  const contents = list.map((message) => (isObject(message) ? ownValue(message, 'content') : undefined));
  const texts = contents.filter((content) => typeof content === 'string');
  if (texts.length > 0 && texts.length === list.length) return texts;
  throw malformed(origin, 'it has neither a text nor a list of messages');
}
