import { wordAt } from '../core/number-at.js';
import { SPLITS, type SplitName } from '../core/splits.js';
import type { Findings } from './findings.js';
import type { CheckedLine } from './check-line.js';
import type { Manifest } from '../core/manifest.js';

/** Examples per target, class and split, counted from the lines. */
export interface ClassCounts {
  add(labels: CheckedLine['labels'], split: number): void;
  /** Names every class whose counts are not the manifest's. */
  compare(manifest: Manifest, findings: Findings): void;
  /** Classes met. */
  readonly size: number;
}

/** What is counted of a target. */
interface Tally {
  readonly target: string;
  /** Class → examples per split, in the order of SPLITS. */
  readonly found: Map<string, Uint32Array>;
  /** Classes that the manifest counts. */
  readonly stated: Set<string>;
}

/** Empty counts for the targets of a manifest. */
export function createClassCounts(targets: Manifest['targets']): ClassCounts {
  const tallies = targets.map(({ name }): Tally => ({ target: name, found: new Map(), stated: new Set() }));
  return {
    get size() {
      return tallies.reduce((sum, { found }) => sum + found.size, 0);
    },
    add(labels, split) {
      tallies.forEach(({ found }, target) => {
        const label = labels[target] ?? [];
        for (const name of typeof label === 'string' ? [label] : label) {
          const counts = found.get(name) ?? new Uint32Array(SPLITS.length);
          counts[split] = wordAt(counts, split) + 1;
          found.set(name, counts);
        }
      });
    },
    compare(manifest, findings) {
      const byTarget = new Map(tallies.map((tally) => [tally.target, tally]));
      for (const row of manifest.classes) {
        const tally = byTarget.get(row.target);
        if (tally?.stated.has(row.class) === true) reportTwice(findings, row.target, row.class);
        tally?.stated.add(row.class);
        const found = tally?.found.get(row.class);
        SPLITS.forEach((split, place) =>
          reportCount(findings, { ...row, split, stated: row[split], found: found?.[place] ?? 0 }),
        );
      }
      for (const { target, found, stated } of tallies) {
        for (const [name, counts] of found) {
          if (stated.has(name)) continue;
          SPLITS.forEach((split, place) =>
            reportCount(findings, { target, class: name, split, stated: 0, found: wordAt(counts, place) }),
          );
        }
      }
    },
  };
}

interface Count {
  readonly target: string;
  readonly class: string;
  readonly split: SplitName;
  readonly stated: number;
  readonly found: number;
}

function reportCount(findings: Findings, count: Count): void {
  if (count.stated === count.found) return;
  const message = `${count.split} has ${count.found} examples of "${count.class}" (${count.target}), the manifest says ${count.stated}`;
  findings.add({ code: 'class-count', message });
}

function reportTwice(findings: Findings, target: string, name: string): void {
  findings.add({ code: 'class-count', message: `the manifest counts "${name}" (${target}) twice` });
}
