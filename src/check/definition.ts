import type { Issue, Severity } from '../core/issue.js';
import type { Batch } from './batch.js';
import type { ExampleView } from './example-view.js';
import type { Facts } from './facts.js';

/** When a check fires. What is left out is 0 or does not apply. */
export interface Threshold {
  /** Findings let through. Default 0. */
  readonly max?: number;
  /** Share of the examples (or of what the check counts) let through, from 0 to 1. Default 0. */
  readonly maxShare?: number;
  /** The measure of the check's own, and what it is. */
  readonly limit?: { readonly value: number; readonly means: string };
}

/** A unit that inspects the data set: one file, one code, listed in the catalogue. */
export interface Check {
  /** Public, never reused. */
  readonly code: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** A page of text: what it is, why it hurts, what to do. How to configure it is added by `explain`. */
  readonly explains: string;
  readonly severity: Severity;
  readonly threshold: Threshold;
  /** Begins a look at one data set. */
  start(setup: CheckSetup): CheckRun;
}

export interface CheckSetup {
  /** Targets in mapping order. */
  readonly targets: readonly string[];
  /** The limit as it is configured; 0 for a check without one. */
  readonly limit: number;
  /** Counts the tokens of a text, where a tokenizer is at hand. */
  readonly countTokens: ((text: string) => number) | undefined;
}

export interface CheckRun {
  /** Looks at all examples, a few hundred at a time. Synchronous; 5 ns for an example of which nothing is kept. */
  batch?(batch: Batch): void;
  /** Flags of a text (see flags.ts) of which one must be set for `example` to be called. */
  readonly when?: number;
  /** Looks at one example whose text has one of these flags. Synchronous. */
  example?(view: ExampleView): void;
  /** What was found, in at most a few issues; those below the threshold are dropped by the checker. */
  finish(facts: Facts): readonly Found[];
}

/** An issue without the code and severity, which the checker knows. */
export type Found = Omit<Issue, 'code' | 'severity'>;
