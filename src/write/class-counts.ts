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

/** Empty counts for a number of targets. */
export function createClassCounts(targetCount: number): ClassCounts {
  const counts = Array.from({ length: targetCount }, () => new Map<string, number[]>());
  const addOne = (target: number, name: string, split: number): void => {
    const classes = counts[target];
    const known = classes?.get(name) ?? SPLITS.map(() => 0);
    known[split] = (known[split] ?? 0) + 1;
    classes?.set(name, known);
  };

  return {
    get size() {
      return counts.reduce((sum, classes) => sum + classes.size, 0);
    },
    add(labels, split) {
      labels.forEach((label, target) => {
        if (typeof label === 'string') addOne(target, label, split);
        else for (const name of label ?? []) addOne(target, name, split);
      });
    },
    compare(manifest, findings) {
      const stated = manifest.targets.map(() => new Set<string>());
      const targetOf = new Map(manifest.targets.map(({ name }, place) => [name, place]));
      for (const row of manifest.classes) {
        const target = targetOf.get(row.target) ?? -1;
        if (stated[target]?.has(row.class) === true) reportTwice(findings, row.target, row.class);
        stated[target]?.add(row.class);
        const found = counts[target]?.get(row.class);
        SPLITS.forEach((split, place) =>
          reportCount(findings, { ...row, split, stated: row[split], found: found?.[place] ?? 0 }),
        );
      }
      counts.forEach((classes, target) => {
        for (const [name, found] of classes) {
          if (stated[target]?.has(name) === true) continue;
          const names = { target: manifest.targets[target]?.name ?? '', class: name };
          SPLITS.forEach((split, place) => reportCount(findings, { ...names, split, stated: 0, found: found[place] ?? 0 }));
        }
      });
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
