import type { McNemar, TargetEvaluation } from '../../../core/evaluation.js';
import type { Html } from '../html.js';

/** One target, and what another model makes of it. */
export interface JudgedTarget {
  readonly target: TargetEvaluation;
  /** Place of the target; sets the ids of its parts apart from those of others. */
  readonly at: number;
  readonly other?: { readonly target: TargetEvaluation; readonly test: McNemar };
}

/** A part of the page about one target. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** What is shown; nothing where the evaluation does not tell it. `id` is that of the part, and its title's is `ID-title`. */
  readonly content: (judged: JudgedTarget, id: string) => Html | undefined;
}
