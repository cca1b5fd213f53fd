import type { Example } from '../core/example.js';
import type { Issue, Severity } from '../core/issue.js';
import type { FrozenLabelSets } from '../core/label-sets.js';
import { listAt } from '../core/number-lists.js';
import type { Origin } from '../core/origin.js';
import { SPLITS, type PerSplit } from '../core/splits.js';
import { CATALOGUE } from './catalogue.js';
import { contentsOf, createBatch } from './batch.js';
import type { ClassFact, Facts } from './facts.js';
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
   * Looks at one example, soon: a few hundred are looked at together. Synchronous, about 0.3 µs for a text of 60 characters.
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
  const ofAll = runs.flatMap((run) => (run.batch === undefined ? [] : [{ look: run.batch.bind(run) }]));
  const ofFlagged = runs.flatMap((run) =>
    run.example === undefined ? [] : [{ when: run.when ?? 0, look: run.example.bind(run) }],
  );
  // most texts have none of the flags that are waited for, and are told so at once
  const awaited = ofFlagged.reduce((flags, { when }) => flags | when, 0);
  const screener = createScreener();
  const index = createInputIndex();
  // examples that wait to be looked at, with their texts and keys
  let waiting: Example[] = [];
  let texts: string[] = [];
  let units = 0;
  const labelSets = new Int32Array(screener.most);
  const fingerprints = new Int32Array(screener.most);
  const counts: number[] = [];
  const firstPlaces: Origin[] = [];

  const lookAtAll = (): void => {
    const found = screener.screen(texts);
    const batch = createBatch(waiting, { texts, found, labelSets });
    waiting.forEach(({ input, origin }, place) => {
      const labelSet = labelSets[place] ?? 0;
      const seen = counts[labelSet];
      counts[labelSet] = (seen ?? 0) + 1;
      if (seen === undefined) firstPlaces[labelSet] = origin;
      const exact = (input.kind === 'text' ? found.exacts : fingerprints)[place] ?? 0;
      index.add(found.highs[place] ?? 0, found.lows[place] ?? 0, exact, labelSet, origin);
    });
    for (const { look } of ofAll) look(batch);
    for (let place = 0; place < batch.size; place++) {
      const flags = (found.flags[place] ?? 0) & awaited;
      if (flags === 0) continue;
      const view = batch.view(place);
      for (const { when, look } of ofFlagged) if ((flags & when) !== 0) look(view);
    }
    [waiting, texts, units] = [[], [], 0];
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
      labelSets[texts.length] = labelSet;
      fingerprints[texts.length] = low;
      texts.push(text);
      waiting.push(example);
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
