import type { Source } from '../read/read.js';

export type Phase = 'scan' | 'plan' | 'deal' | 'publish';

/** How far a run has come. */
export interface Progress {
  readonly phase: Phase;
  /** Bytes read in this phase, of `totalBytes`. */
  readonly bytes: number;
  /** Bytes of all sources; undefined where one of them has no known size. */
  readonly totalBytes: number | undefined;
}

/** What a caller of the library may hook into a run. */
export interface RunHooks {
  /** Stops the run: nothing is published, the promise rejects with ABORTED. */
  readonly signal?: AbortSignal;
  /** Called at the start of each phase and after every block that was read. */
  readonly onProgress?: (progress: Progress) => void;
}

export function createProgress(
  sources: readonly Source[],
  hooks: RunHooks,
): { start(phase: Phase): void; onBytes(bytes: number): void } {
  const sizes = sources.map((source) => source.sizeBytes);
  const totalBytes = sizes.reduce<number | undefined>(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  let phase: Phase = 'scan';
  let bytes = 0;
  const tell = (): void => hooks.onProgress?.({ phase, bytes, totalBytes });
  return {
    start(next) {
      phase = next;
      bytes = 0;
      tell();
    },
    onBytes(read) {
      bytes += read;
      tell();
    },
  };
}
