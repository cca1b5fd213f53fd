import type { Origin } from './origin.js';
import type { SplitName } from './splits.js';

/** Roles a message may have, in the order of the service's documentation. */
export const ROLES = ['system', 'user', 'assistant', 'tool'] as const;
export type Role = (typeof ROLES)[number];

export interface Message {
  readonly role: Role;
  readonly content: string;
}

/** What the classifier reads: a text or a chat, never both. */
export type Input =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'messages'; readonly messages: readonly Message[] };

/** One normalized labelled unit. */
export interface Example {
  readonly origin: Origin;
  readonly input: Input;
  /**
   * The label of each target in mapping order: a class, a list of classes (sorted, without repeats), or undefined where
   * the row lacks it and the mapping marks the target optional.
   */
  readonly labels: readonly (string | readonly string[] | undefined)[];
  /** Value of the group field, where the mapping names one. */
  readonly group?: string;
  /** Split the source gives, where it gives one. */
  readonly split?: SplitName;
  readonly raw: () => string;
}
