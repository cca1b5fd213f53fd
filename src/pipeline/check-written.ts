import { createChecker, type CheckOptions, type ClassFact, type Facts } from '../check/check.js';
import type { Example } from '../core/example.js';
import type { Issue } from '../core/issue.js';
import { createLabelSets } from '../core/label-sets.js';
import type { Manifest, ManifestClass } from '../core/manifest.js';
import type { Origin } from '../core/origin.js';
import { select } from '../core/select.js';
import { SPLITS, type PerSplit, type SplitName } from '../core/splits.js';
import { lineInput, memberOf } from './line-input.js';

/** The checks of the gate, over what a run has written. */
export interface WrittenChecker {
  /** Looks at one line of a split's file, parsed. Synchronous, about 1 µs. */
  line(file: string, split: SplitName, value: unknown): void;
  /** What was found, the worst first. */
  finish(manifest: Manifest): readonly Issue[];
}

export interface WrittenCheckerOptions {
  /** Targets in mapping order. */
  readonly targets: readonly string[];
  readonly checks: CheckOptions;
  /** Order of the lines: shuffled, so that the first ones are a random sample, or that of the source. */
  readonly order: 'shuffled' | 'source';
  readonly countTokens: ((text: string) => number) | undefined;
}

/**
 * Told by the run itself, which saw all examples; or only to be told by who sees all of them. And what the default sizes of the
 * splits make true of every run: the gate tells it when files are about to be sent.
 */
const TOLD_ELSEWHERE: readonly string[] = [
  ...['contradiction', 'duplicate', 'split-leak', 'near-duplicate', 'near-duplicate-capped'],
  ...['class-without-train', 'class-missing-from-split', 'split-certificate'],
  ...['folded-contradiction', 'folded-duplicate', 'folded-leak'],
  'validation-too-large',
];
/** Checks that go by the counts of the classes and by the files, which are known for all lines. */
const OF_COUNTS: readonly string[] = [
  ...['class-small', 'class-imbalance', 'single-class', 'class-look-alike', 'label-drift'],
  'file-too-large',
];

/** The lines looked at are a sample of the texts; classes and files are judged by all lines. */
export function createWrittenChecker({ targets, checks, order, countTokens }: WrittenCheckerOptions): WrittenChecker {
  const checker = createChecker({
    ...{ targets, checks, leaveOut: TOLD_ELSEWHERE },
    ...(countTokens === undefined ? {} : { countTokens }),
  });
  const labelSets = createLabelSets(targets.length);
  const seen = new Map<string, number>();
  return {
    line(file, split, value) {
      const row = (seen.get(file) ?? 0) + 1;
      seen.set(file, row);
      const labels = labelsOf(value, targets);
      const origin = { source: file, row, line: row, byte: -1 };
      const example: Example = { input: lineInput(value), labels, split, origin, raw: () => '' };
      checker.example(example, { labelSet: labelSets.intern(labels, split), low: 0 });
    },
    finish(manifest) {
      const nothing = { certificate: undefined, files: [], knownClasses: undefined, baseline: undefined };
      const sampled = checker.facts({ labelSets: labelSets.freeze(), ...nothing });
      const looked = sampled.examples;
      const isAll = looked === manifest.account.written;
      const where = order === 'source' ? 'in the first' : 'in a sample of';
      const scope = isAll ? '' : ` (${where} ${looked} of ${manifest.account.written} lines)`;
      const isOfCounts = (code: string): boolean => OF_COUNTS.includes(code);
      const ofTexts = checker
        .finish(sampled, (code) => !isOfCounts(code))
        .map((issue) => ({ ...issue, message: issue.message + scope }));
      const ofCounts = checker.finish(factsOf(manifest, sampled), isOfCounts);
      return [...ofCounts, ...ofTexts];
    },
  };
}

/** The facts of all lines, by the manifest. Where a class stands is known of those in the sample. */
function factsOf({ classes, files, account }: Manifest, sampled: Facts): Facts {
  const places = new Map(sampled.classes.map(({ target, name, place }) => [`${target}\n${name}`, place] as const));
  const linesOf = (split: SplitName): number => files.find((file) => file.split === split)?.lines ?? 0;
  return {
    ...sampled,
    examples: account.written,
    classes: select(classes, ({ train, validation, test }) => train + validation + test > 0).map(
      (row) => new WrittenClass(row, places.get(`${row.target}\n${row.class}`)),
    ),
    splits: [linesOf('train'), linesOf('validation'), linesOf('test')],
    files: files
      .filter(({ split }) => SPLITS.some((name) => name === split))
      .map(({ name, split, bytes }) => ({ name, split, bytes })),
  };
}

/** A class by its row of the manifest, which it leaves where it is: there may be a million. */
class WrittenClass implements ClassFact {
  readonly place: Origin | undefined;
  readonly #row: ManifestClass;
  constructor(row: ManifestClass, place: Origin | undefined) {
    this.#row = row;
    this.place = place;
  }
  get target(): string {
    return this.#row.target;
  }
  get name(): string {
    return this.#row.class;
  }
  get examples(): number {
    return this.#row.train + this.#row.validation + this.#row.test;
  }
  get perSplit(): PerSplit<number> {
    return [this.#row.train, this.#row.validation, this.#row.test];
  }
}

function labelsOf(value: unknown, targets: readonly string[]): Example['labels'] {
  const labels = memberOf(value, 'labels');
  return targets.map((target) => {
    const label = memberOf(labels, target);
    return Array.isArray(label) ? label.map(String) : typeof label === 'string' ? label : undefined;
  });
}
