/** What an evaluation is of, in words for its page; what is not said is not shown. */
export interface Judged {
  /** The split, and the predictions for it. */
  readonly examples?: string;
  readonly predictions?: string;
  readonly model?: string;
  /** The predictions of the other model. */
  readonly compared?: string;
}
