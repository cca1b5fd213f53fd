import type { SplitName } from '../core/splits.js';
import type { Part } from './part.js';

/** A place that keeps files. Made by the factories in destinations/; a caller of the library may hand in its own. */
export interface Destination {
  /** What it is and where: the journal keeps the receipts of one identity apart from those of another. No secrets. */
  readonly identity: string;
  /** `all`: every file that the manifest lists, so that the copy can be verified; else the splits it is of use to have there. */
  readonly takes: 'all' | readonly SplitName[];
  /** What is sent after all the others, so that a set that has it is whole: the manifest, or a card that describes the set. */
  readonly closing: 'manifest' | 'card' | 'nothing';
  /** Larger line files are sent as shards; Infinity where there is no limit. */
  readonly maxFileBytes: number;
  /**
   * The id of the part where the destination has it, byte for byte as far as the destination can tell.
   * @param id what the journal says it is called, where it says so
   * @throws LabelmillError: one of exit code 5 may pass, any other will not; facts.retryAfterMs is the delay that was asked for
   */
  find(part: Part, id: string | undefined, signal: AbortSignal): Promise<string | undefined>;
  /**
   * Sends a part that is not there. Streams it from disk, and checks what it sends against the part's SHA-256: whatever fails,
   * nothing of other content stays under the part's name.
   * @returns its id. @throws LabelmillError as `find` does
   */
  send(part: Part, hooks: SendHooks): Promise<string>;
}

export interface SendHooks {
  readonly signal: AbortSignal;
  /** Called with the size of each piece that was handed over. */
  readonly onBytes: (bytes: number) => void;
}
