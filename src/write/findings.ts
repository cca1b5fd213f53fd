/** Findings kept; all are counted. */
const MOST_FINDINGS = 20;
/** Findings of one code kept, so that one flood does not hide the rest. */
const MOST_PER_CODE = 5;

/** One way in which an output folder is not what its manifest says. */
export interface Finding {
  readonly code: FindingCode;
  readonly file?: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  readonly message: string;
}

/** Every code with what it means. Public and never reused. */
export const FINDING_CODES = {
  'manifest-invalid': 'the manifest is not JSON or does not fit its schema',
  'file-missing': 'a file the manifest lists is not there',
  'file-extra': 'the folder holds something the manifest does not list',
  'file-bytes': 'a file has another size',
  'file-lines': 'a file has another number of lines',
  'file-digest': 'a file has other bytes',
  'line-encoding': 'a line is not UTF-8',
  'line-end': 'the last line has no line end',
  'line-large': 'a line is larger than any line labelmill writes',
  'line-json': 'a line is not a JSON object',
  'line-shape': 'a line holds neither a text nor messages, or has no labels',
  'label-missing': 'a line lacks a target',
  'label-kind': 'a label is a class where the target takes a list, or a list where it takes a class',
  'label-order': 'a list of classes is empty, not sorted, or repeats a class',
  'line-canonical': 'a line says the right thing in other bytes than labelmill would write',
  'class-count': 'a class is found more or less often in a split than the manifest says',
  account: 'the account does not add up',
  'input-leak': 'one input is in two splits',
} as const;

export type FindingCode = keyof typeof FINDING_CODES;

/** Findings as they are made: all counted, the first few kept. */
export interface Findings {
  add(finding: Finding): void;
  readonly count: number;
  /** The first 20, no more than 5 of one code. */
  readonly kept: readonly Finding[];
}

/** An empty collection. */
export function createFindings(): Findings {
  const kept: Finding[] = [];
  const perCode = new Map<FindingCode, number>();
  let count = 0;
  return {
    kept,
    get count() {
      return count;
    },
    add(finding) {
      count++;
      const seen = (perCode.get(finding.code) ?? 0) + 1;
      perCode.set(finding.code, seen);
      if (kept.length < MOST_FINDINGS && seen <= MOST_PER_CODE) kept.push(finding);
    },
  };
}
