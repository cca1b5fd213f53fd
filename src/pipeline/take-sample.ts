import { join } from 'node:path';
import type { ManifestFile } from '../core/manifest.js';
import type { Report, ReportExample, ReportLabel } from '../core/report.js';
import { showInput, startOf } from '../core/show-input.js';
import { SPLITS, type PerSplit, type SplitName } from '../core/splits.js';
import { createLengthGatherer } from '../report/report.js';
import { sampleLines } from './sample-lines.js';

/** What the lines of the splits say: lengths of the texts, and a few examples. */
export type Sample = Pick<Report, 'lengths' | 'examples'>;

/** Examples shown of each split. */
const SHOWN_EXAMPLES = 3;
/** UTF-16 units shown of each. */
const SHOWN_TEXT = 400;

/** Called for each line of the sample. */
export type OnSampled = (file: string, split: SplitName, value: unknown, bytes: number) => void;

/** Looks at the first lines of each split's file, which must be written. At most some 30 ms. */
export async function takeSample(folder: string, files: readonly ManifestFile[], also?: OnSampled): Promise<Sample> {
  const gatherer = await createLengthGatherer();
  const examples: ReportExample[] = [];
  const linesOf = (split: SplitName): number => files.find((file) => file.split === split)?.lines ?? 0;
  const sizes: PerSplit<number> = [linesOf('train'), linesOf('validation'), linesOf('test')];
  SPLITS.forEach((split, place) => {
    const file = files.find((candidate) => candidate.split === split);
    if (file === undefined) return;
    let shown = 0;
    sampleLines(join(folder, file.name), file.lines, (value, bytes) => {
      const { text, characters } = showInput(value);
      gatherer.add(place, characters);
      also?.(file.name, split, value, bytes);
      if (shown++ < SHOWN_EXAMPLES) examples.push({ split, text: startOf(text, SHOWN_TEXT), labels: labelsOf(value) });
    });
  });
  const lengths = gatherer.finish(sizes);
  return { ...(lengths === undefined ? {} : { lengths }), examples };
}

function labelsOf(value: unknown): readonly ReportLabel[] {
  if (typeof value !== 'object' || value === null || !('labels' in value)) return [];
  if (typeof value.labels !== 'object' || value.labels === null) return [];
  return Object.entries<unknown>({ ...value.labels }).map(([target, label]) => {
    const list: readonly unknown[] = Array.isArray(label) ? label : [label];
    return { target, classes: list.map(String) };
  });
}
