import type { Example, Input } from '../core/example.js';
import type { Issue, Severity } from '../core/issue.js';
import type { FrozenLabelSets } from '../core/label-sets.js';
import { listAt } from '../core/number-lists.js';
import type { Origin } from '../core/origin.js';
import { SPLITS, type PerSplit } from '../core/splits.js';
import { CATALOGUE } from './catalogue.js';
import type { CheckRun } from './definition.js';
import type { ExampleView } from './example-view.js';
import type { ClassFact, Facts } from './facts.js';
import { FLAG } from './flags.js';
import { createInputIndex } from './input-index.js';
import { createScreener } from './screen.js';
import { settleChecks, type CheckOptions } from './settings.js';

export interface CheckerOptions {
  /** Targets in mapping order. */
  readonly targets: readonly string[];
  readonly checks?: CheckOptions;
  /** Codes that are not looked at, because someone else tells of them. */
  readonly leaveOut?: readonly string[];
  readonly countTokens?: (text: string) => number;
}

/** Looks at a data set, example by example, from wherever they come; then tells what it found. */
export interface Checker {
  /**
   * Looks at one example, soon: a few hundred are looked at together. Synchronous, about 0.5 µs for a text of 60 characters.
   * @param keys the number of its label set, and of messages the low half of their fingerprint; texts are told apart here
   */
  example(example: Example, keys: ExampleKeys): void;
  /** What is known of the data set now that all of it was seen. */
  facts(known: KnownFacts): Facts;
  /**
   * The issues, the worst first: by severity, then in the order of the catalogue.
   * @param isAsked which checks are asked, by code; all by default
   */
  finish(facts: Facts, isAsked?: (code: string) => boolean): readonly Issue[];
}

export interface ExampleKeys {
  readonly labelSet: number;
  readonly low: number;
}

/** What the checker can't know by itself. */
export interface KnownFacts extends Pick<Facts, 'certificate' | 'files' | 'knownClasses' | 'baseline' | 'near'> {
  readonly labelSets: FrozenLabelSets;
  /** Examples per label set, by the number `intern` gave, where not all of them were seen here. */
  readonly counts?: ArrayLike<number>;
}

/** UTF-16 units after which texts wait no longer: 128 KiB. */
const BATCH_UNITS = 64 * 1024;
const ORDER: readonly Severity[] = ['error', 'warn', 'info'];

/** Memory: 24 bytes per example for equal inputs, about 20 MiB for the samples of texts, a few numbers per label set. */
export function createChecker(options: CheckerOptions): Checker {
  const { targets, countTokens, leaveOut = [] } = options;
  const settings = settleChecks(CATALOGUE, options.checks).filter(({ check }) => !leaveOut.includes(check.code));
  const runs = settings.map(({ check, limit }) => check.start({ targets, limit, countTokens }));
  const lookers = runs.flatMap(asLooker);
  const always = lookers.filter(({ when }) => when === FLAG.any).map(({ look }) => look);
  const flagged = lookers.filter(({ when }) => when !== FLAG.any);
  // most texts have none of these flags, and are told so at once
  const awaited = flagged.reduce((flags, { when }) => flags | when, 0);
  const screener = createScreener();
  const index = createInputIndex();
  // examples that wait to be looked at, their texts, and two numbers for each: label set and fingerprint
  let waiting: Example[] = [];
  let texts: string[] = [];
  let numbers: number[] = [];
  let units = 0;
  const counts: number[] = [];
  const firstPlaces: Origin[] = [];
  // one for all examples: what is made anew for each row costs the collector of garbage more than the looks themselves
  const view: Writable<ExampleView> = {
    ...{ text: '', contents: undefined, labels: [], labelSet: 0, split: undefined },
    ...{ origin: { source: '', row: 0, line: 0, byte: -1 }, screening: screener.found(0) },
  };
  const lookAt = ({ input, labels, split, origin }: Example, place: number): void => {
    const screening = screener.found(place);
    const labelSet = numbers[2 * place] ?? 0;
    const seen = counts[labelSet];
    counts[labelSet] = (seen ?? 0) + 1;
    if (seen === undefined) firstPlaces[labelSet] = origin;
    const exact = input.kind === 'text' ? screening.exactLow : (numbers[2 * place + 1] ?? 0);
    index.add(screening.high, screening.low, exact, labelSet, origin);
    view.text = texts[place] ?? '';
    view.contents = input.kind === 'text' ? undefined : contentsOf(input);
    view.labels = labels;
    view.labelSet = labelSet;
    view.split = split;
    view.origin = origin;
    view.screening = screening;
    for (const look of always) look(view);
    if ((screening.flags & awaited) === 0) return;
    for (const { when, look } of flagged) if ((screening.flags & when) !== 0) look(view);
  };
  const lookAtAll = (): void => {
    screener.screen(texts);
    waiting.forEach(lookAt);
    [waiting, texts, numbers, units] = [[], [], [], 0];
  };

  const factsOf = (known: KnownFacts): Facts => {
    const { labelSets } = known;
    const perLabelSet = known.counts ?? counts;
    const classes = countClasses(targets, labelSets, { counts: perLabelSet, firstPlaces });
    const splits = countSplits(labelSets, perLabelSet);
    return {
      examples: sum(Array.from(perLabelSet)),
      targets,
      classes,
      splits,
      equal:
        known.counts === undefined
          ? index.find({
              setOf: (labelSet) => labelSets.setOf[labelSet] ?? 0,
              givenOf: (labelSet) => labelSets.givenOf[labelSet] ?? -1,
            })
          : undefined,
      certificate: known.certificate,
      files: known.files,
      knownClasses: known.knownClasses,
      baseline: known.baseline,
      near: known.near,
    };
  };

  return {
    example(example, { labelSet, low }) {
      const { input } = example;
      const text = input.kind === 'text' ? input.text : contentsOf(input).join('\n');
      texts.push(text);
      waiting.push(example);
      numbers.push(labelSet, low);
      units += text.length;
      if (texts.length === screener.most || units >= BATCH_UNITS) lookAtAll();
    },
    facts(known) {
      lookAtAll();
      return factsOf(known);
    },
    finish(facts, isAsked = () => true) {
      const issues = settings.flatMap(({ check, severity, max, maxShare }, at): readonly Issue[] => {
        const told = isAsked(check.code) ? runs[at]?.finish(facts) : undefined;
        return (told ?? [])
          .filter(({ count, share = 1 }) => count > max && (maxShare === 0 || share > maxShare))
          .map((one) => ({ code: check.code, severity, ...one }));
      });
      return ORDER.flatMap((severity) => issues.filter((issue) => issue.severity === severity));
    },
  };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function contentsOf({ messages }: Input & { kind: 'messages' }): readonly string[] {
  return messages.map(({ content }) => content);
}

interface Looker {
  readonly when: number;
  readonly look: (view: ExampleView) => void;
}

function asLooker(run: CheckRun): readonly Looker[] {
  return run.example === undefined ? [] : [{ when: run.when ?? FLAG.any, look: run.example.bind(run) }];
}

function countClasses(
  targets: readonly string[],
  { classes, sets, setOf, givenOf }: FrozenLabelSets,
  { counts, firstPlaces }: { readonly counts: ArrayLike<number>; readonly firstPlaces: readonly Origin[] },
): readonly ClassFact[] {
  const examples = new Float64Array(classes.length);
  const perSplit = new Float64Array(classes.length * SPLITS.length);
  const firstOf = new Map<number, Origin>();
  for (let labelSet = 0; labelSet < counts.length; labelSet++) {
    const count = counts[labelSet] ?? 0;
    const given = givenOf[labelSet] ?? -1;
    for (const place of listAt(sets, setOf[labelSet] ?? 0)) {
      examples[place] = (examples[place] ?? 0) + count;
      const cell = place * SPLITS.length + given;
      if (given >= 0) perSplit[cell] = (perSplit[cell] ?? 0) + count;
      const first = firstPlaces[labelSet];
      if (first !== undefined && !firstOf.has(place)) firstOf.set(place, first);
    }
  }
  return Array.from(examples, (count, place) => {
    const [train = 0, validation = 0, test = 0] = perSplit.subarray(place * SPLITS.length, (place + 1) * SPLITS.length);
    return {
      target: targets[classes.targetOf(place)] ?? '',
      name: classes.nameOf(place),
      examples: count,
      perSplit: [train, validation, test],
      place: firstOf.get(place),
    };
  });
}

function countSplits({ givenOf }: FrozenLabelSets, counts: ArrayLike<number>): PerSplit<number> | undefined {
  const ofSplit = (split: number): number => sum(Array.from(counts).filter((_, labelSet) => givenOf[labelSet] === split));
  const [train = 0, validation = 0, test = 0] = SPLITS.map((_, split) => ofSplit(split));
  return train + validation + test === 0 ? undefined : [train, validation, test];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
