import type { Report, ReportClass, ReportExample, ReportTarget } from '../../src/index.js';
import { EVIL, HOSTILE } from './gates.js';

const ORIGIN = { source: 'a.csv', row: 1, line: 2, byte: 10 };

function target(name: string, names: readonly string[], rest: Partial<ReportTarget> = {}): ReportTarget {
  const classes = names.map((held, at): ReportClass => {
    const kept = 10 * (names.length - at);
    return { class: held, read: kept + 5, train: kept - 2, validation: 1, test: 1 };
  });
  return { name, kind: 'single', classesRead: classes.length, classesKept: classes.length, classes, ...rest };
}

/** A report with every part, and with hostile texts wherever data can stand. */
export function evilReport(): Report {
  const labels = HOSTILE.map((text) => ({ target: text, classes: [text, ...HOSTILE.slice(0, 2)] }));
  const examples = HOSTILE.map((text): ReportExample => ({ text, labels, split: 'train', origin: { ...ORIGIN, source: text } }));
  const repeated = HOSTILE.map((text) => ({ text, count: 7, copies: [{ origin: { ...ORIGIN, source: text }, labels }] }));
  const [first = ''] = HOSTILE;
  return {
    ...EVIL,
    labelmill: '0.0.0',
    format: 1,
    targets: [
      target('plain', HOSTILE, { min: 10, max: 100 }),
      ...HOSTILE.map((name) => target(name, ['yes', name], { kind: 'multi' })),
    ],
    files: [{ name: 'train.jsonl', split: 'train', bytes: 100, lines: 7, xxh64: '0123456789abcdef' }],
    sources: HOSTILE.map((name) => ({ name, format: 'csv', rows: 10 })),
    lengths: {
      isComplete: false,
      splits: [{ split: 'train', measured: 4, examples: 8, min: 1, median: 2, p95: 11, max: 40 }],
      bins: [
        { from: 0, to: 10, train: 3, validation: 0, test: 0 },
        { from: 10, to: 41, train: 1, validation: 0, test: 0 },
      ],
    },
    examples,
    duplicates: repeated,
    contradictions: repeated,
    nearDuplicates: {
      threshold: 0.8,
      inputs: 40,
      clusterCount: 9,
      clustersAcrossSplits: 2,
      clusters: [{ inputs: 30, nearest: 0.98, farthest: 0.81, examples }],
    },
    certificate: {
      sizes: { train: { asked: 7, given: 7 } },
      ld: 0.01234,
      lpd: 0,
      ed: 0,
      worst: { target: first, class: first, split: 'test', exact: 1.25, given: 2 },
      missingCount: 1,
      missing: [{ target: first, class: first, split: 'validation', examples: 3, enough: 10 }],
      withoutTrainCount: 1,
      withoutTrain: [{ target: first, class: first }],
      deviationCount: 1,
      deviations: [{ labels: [{ target: first, class: first }], split: 'test', exact: 1, given: 3, reason: 'copies' }],
    },
    forecast: {
      model: first,
      dataTokens: { expected: 1000, low: 900, high: 1100 },
      trainTokens: 3000,
      epochs: { expected: 3, low: 2.5, high: 3.5 },
      cost: { amount: 1.5, currency: first },
      seconds: { low: 600, high: 1200 },
      assumptions: [...HOSTILE],
    },
    config: { mapping: { text: first }, list: HOSTILE },
    seed: 42,
  };
}

/** A report of one target with many classes, the first with the most examples. */
export function manyClasses(count: number): Report {
  const names = Array.from({ length: count }, (_, at) => `class ${String(at).padStart(4, '0')}`);
  return {
    ...evilReport(),
    passed: true,
    issues: [],
    targets: [target('intent', names)],
    files: [],
    sources: [],
    examples: [],
    duplicates: [],
    contradictions: [],
  };
}
