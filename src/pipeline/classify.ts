import { canonicalJson } from '../core/canonical-json.js';
import { LabelmillError } from '../core/errors.js';
import { ROLES, type Input, type Message } from '../core/example.js';
import type { Origin } from '../core/origin.js';
import { predictClasses } from '../evaluate/evaluate.js';
import { classify, type Scores, type Service } from '../mistral/mistral.js';
import { openPredictions } from './predictions-file.js';
import { isObject, malformed, ownValue, readFile } from './read-file.js';

export interface ClassifyOptions {
  /** Score above which a class is told of. Without it the class with the highest score is. */
  readonly threshold?: number;
  /** Inputs of a request at most. Default 32. */
  readonly batch?: number;
  /** Requests at a time. Default 4. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Called with the inputs that have been answered so far. */
  readonly onAnswered?: (inputs: number) => void;
}

/** An input and what the model says of it. */
export interface Classified {
  readonly input: Input;
  readonly scores: Scores;
  /** By target: the class with the highest score, or all above the threshold. */
  readonly classes: ReadonlyMap<string, string | readonly string[]>;
}

/** Inputs from a file of JSON Lines, and a file for the answers. */
export interface ClassifiedFiles {
  readonly inputs: string;
  readonly out: string;
}

const DEFAULTS = { batch: 32, concurrency: 4 } as const;
/** Characters of a request's inputs at most, but for one input alone. Not documented; well below what gateways let through. */
const BATCH_CHARACTERS = 200_000;

/**
 * Asks a model about inputs, several requests at a time. Memory: the batches under way.
 * @returns answers in the order of the inputs
 * @throws LabelmillError USAGE, and what requests throw
 */
export async function* classifyInputs(
  service: Service,
  model: string,
  inputs: AsyncIterable<Input> | Iterable<Input>,
  options: ClassifyOptions = {},
): AsyncGenerator<Classified, void, undefined> {
  checkOptions(options);
  const { threshold, concurrency = DEFAULTS.concurrency, onAnswered } = options;
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted === true) onAbort();
  const underWay: Promise<readonly Classified[]>[] = [];
  let answered = 0;
  const ask = async (batch: readonly Input[]): Promise<readonly Classified[]> => {
    const results = await classify(service, model, batch, stop.signal);
    return batch.flatMap((input, at) => {
      const scores = results[at];
      return scores === undefined ? [] : { input, scores, classes: classesOf(scores, threshold) };
    });
  };
  try {
    for await (const batch of inBatches(inputs, options.batch ?? DEFAULTS.batch)) {
      const answer = ask(batch);
      answer.catch(() => undefined); // it is awaited in its turn, or not at all where one before it fails
      underWay.push(answer);
      if (underWay.length < concurrency) continue;
      yield* tell(await underWay.shift());
    }
    while (underWay.length > 0) yield* tell(await underWay.shift());
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    stop.abort();
  }

  function* tell(batch: readonly Classified[] = []): Generator<Classified, void, undefined> {
    yield* batch;
    answered += batch.length;
    onAnswered?.(answered);
  }
}

/**
 * Asks a model about the inputs of a file and writes the answers to another, line by line. Lines that it already holds are not
 * asked for again, so that a run that was stopped is taken up.
 * @param files JSON Lines with `text` or `messages`; the answers' file is made where it is not there
 * @returns how many lines were there before, and how many were added
 * @throws LabelmillError SOURCE_MALFORMED (also where the answers are of other inputs or another model), SOURCE_MISSING,
 * SOURCE_UNREADABLE, OUTPUT_UNWRITABLE, and what requests throw
 */
export async function classifyFile(
  service: Service,
  model: string,
  files: ClassifiedFiles,
  options: ClassifyOptions = {},
): Promise<{ readonly kept: number; readonly added: number }> {
  const predictions = await openPredictions(files.out, model);
  try {
    const rest = predictions.skipKept(readInputs(files.inputs, options.signal));
    const lines = classifyInputs(service, model, rest, options);
    for await (const classified of lines) await predictions.append(predictionLine(classified, model));
    return predictions.counts();
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
    const goesOn = `what was answered is in ${files.out}; run it again to go on`;
    throw new LabelmillError('ABORTED', `stopped by the caller; ${goesOn}`, { goesOn }, error);
  } finally {
    await predictions.close();
  }
}

/**
 * The inputs of a file of JSON Lines, in order; labels and all else is left aside.
 * @throws LabelmillError SOURCE_MISSING, SOURCE_UNREADABLE, SOURCE_MALFORMED
 */
export async function* readInputs(path: string, signal?: AbortSignal): AsyncGenerator<Input, void, undefined> {
  for await (const batch of readFile(path, signal === undefined ? {} : { signal })) {
    for (const { value, origin } of batch) yield inputOf(value, origin);
  }
}

/** A line of predictions, as `evaluate` reads it: the input, the scores, the classes they come to, and the model. */
export function predictionLine({ input, scores, classes }: Classified, model: string): string {
  const said = input.kind === 'text' ? `"text":${canonicalJson(input.text)}` : `"messages":${canonicalJson(input.messages)}`;
  const predictions = objectOf(scores, (each) => `{"scores":${objectOf(each, String)}}`);
  return `{${said},"predictions":${predictions},"classes":${objectOf(classes, (each) => canonicalJson(each))},"model":${canonicalJson(model)}}`;
}

/** An input of a line. @throws LabelmillError SOURCE_MALFORMED */
function inputOf(value: Readonly<Record<string, unknown>>, origin: Origin): Input {
  const text = ownValue(value, 'text');
  const messages = ownValue(value, 'messages');
  if (typeof text === 'string' && messages === undefined) return { kind: 'text', text };
  if (Array.isArray(messages) && messages.length > 0 && text === undefined)
    return { kind: 'messages', messages: messages.map((message) => messageOf(message, origin)) };
  throw malformed(origin, 'it must have a text, or a list of messages: {"text": "…"}');
}

function messageOf(value: unknown, origin: Origin): Message {
  const role = isObject(value) ? ROLES.find((each) => each === ownValue(value, 'role')) : undefined;
  const content = isObject(value) ? ownValue(value, 'content') : undefined;
  if (role === undefined || typeof content !== 'string')
    throw malformed(origin, `a message must have a role (${ROLES.join(', ')}) and a content`);
  return { role, content };
}

function objectOf<Value>(map: ReadonlyMap<string, Value>, write: (value: Value) => string): string {
  return `{${[...map].map(([name, value]) => `${canonicalJson(name)}:${write(value)}`).join(',')}}`;
}

function classesOf(scores: Scores, threshold: number | undefined): ReadonlyMap<string, string | readonly string[]> {
  const kind = threshold === undefined ? 'single' : 'multi';
  return new Map(
    [...scores].map(([target, each]) => {
      const classes = predictClasses({ kind: 'scores', scores: each }, kind, threshold ?? 0);
      return [target, threshold === undefined ? (classes[0] ?? '') : classes];
    }),
  );
}

/** Batches of one kind of input, within the limits. */
async function* inBatches(
  inputs: AsyncIterable<Input> | Iterable<Input>,
  size: number,
): AsyncGenerator<readonly Input[], void, undefined> {
  let batch: Input[] = [];
  let characters = 0;
  for await (const input of inputs) {
    const length = input.kind === 'text' ? input.text.length : JSON.stringify(input.messages).length;
    const isFull = batch.length === size || characters + length > BATCH_CHARACTERS || batch[0]?.kind !== input.kind;
    if (batch.length > 0 && isFull) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(input);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}

function checkOptions({ threshold, batch = 1, concurrency = 1 }: ClassifyOptions): void {
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1))
    throw new LabelmillError('USAGE', `the threshold must be from 0 to 1, not ${threshold}`);
  for (const [name, value] of [
    ['the batch', batch],
    ['the number of requests at a time', concurrency],
  ] as const)
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new LabelmillError('USAGE', `${name} must be a whole number from 1, not ${value}`);
}
