import type cliProgress from 'cli-progress';
import type * as report from '../report/report.js';

/** Shows how far something has come. */
export interface Display<Progress> {
  show(progress: Progress): void;
  /** For good: what is shown later is not shown. */
  stop(): void;
}

/** How a display looks. */
export interface Looks<Progress> {
  /** On a terminal. */
  readonly onTerminal: (library: typeof cliProgress, words: Words) => Display<Progress>;
  /** Elsewhere: a line, made of all that was shown. */
  readonly inLines: (words: Words) => (progress: Progress) => string;
}

export type Words = Pick<typeof report, 'bytes' | 'counted' | 'percent'>;

/** Milliseconds between two plain lines where stderr is no terminal. */
const LINE_EVERY_MS = 10_000;

/** How every bar looks. */
export function barLook(format: string): cliProgress.Options {
  return { format, stream: process.stderr, hideCursor: true, clearOnComplete: true, barsize: 30, fps: 10 };
}

/**
 * Something that moves on a terminal, a line every ten seconds elsewhere; nothing with `quiet`. Goes to stderr, and ends when the
 * signal is aborted, so that a run that is being stopped leaves the terminal as it was.
 */
export async function createDisplay<Progress>(
  { quiet, signal }: { readonly quiet: boolean; readonly signal: AbortSignal },
  { onTerminal, inLines }: Looks<Progress>,
): Promise<Display<Progress>> {
  if (quiet) return { show: () => undefined, stop: () => undefined };
  const isTerminal = process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb';
  const words = await import('../report/report.js');
  const display = isTerminal ? onTerminal((await import('cli-progress')).default, words) : createLines(inLines(words));
  let isStopped = false;
  const stop = (): void => {
    if (!isStopped) display.stop();
    isStopped = true;
  };
  signal.addEventListener('abort', stop, { once: true });
  return {
    show(progress) {
      if (!isStopped) display.show(progress);
    },
    stop,
  };
}

function createLines<Progress>(lineOf: (progress: Progress) => string): Display<Progress> {
  let last = Date.now();
  return {
    show(progress) {
      const line = lineOf(progress);
      if (Date.now() - last < LINE_EVERY_MS) return;
      last = Date.now();
      process.stderr.write(`${line}\n`);
    },
    stop: () => undefined,
  };
}
