import { styleText } from 'node:util';
import { reasonOf } from '../core/errors.js';
import { printable } from '../core/printable.js';
import type { Style } from '../report/report.js';

/** What a command has of the outside: two streams, their looks, and a signal that ends it. */
export interface Session {
  /** Data and results. */
  out(text: string): void;
  /** Talk: errors, notes, progress. */
  err(text: string): void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Columns of standard output; 100 where it is no terminal. */
  readonly width: number;
  /** Aborted by SIGINT, SIGTERM or stop(). */
  readonly signal: AbortSignal;
  /** The signal that came, if one did. */
  readonly interruptedBy: () => StopSignal | undefined;
  /** Ends the run, as a signal does. */
  stop(): void;
  /** Hands the signals back to Node. */
  close(): void;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

const DEFAULT_WIDTH = 100;

/** The session of this process. A reader that closes our pipe ends the talk quietly; a second signal ends the process at once. */
export function createSession(): Session {
  const controller = new AbortController();
  const closed = new Set<NodeJS.WriteStream>();
  let interruptedBy: StopSignal | undefined;

  const write = (stream: NodeJS.WriteStream, text: string): void => {
    if (!closed.has(stream)) stream.write(text);
  };
  const lose = (stream: NodeJS.WriteStream, error: unknown): void => {
    const isFirst = !closed.has(stream);
    closed.add(stream);
    // a full disk, unlike a reader that has seen enough, is worth a word
    if (isFirst && stream === process.stdout && reasonOf(error) !== 'EPIPE')
      write(process.stderr, `cannot write to standard output: ${printable(reasonOf(error))}\n`);
  };
  for (const stream of [process.stdout, process.stderr]) stream.on('error', (error) => lose(stream, error));

  const onInterrupt = (): void => stop('SIGINT');
  const onTerminate = (): void => stop('SIGTERM');
  const close = (): void => {
    process.removeListener('SIGINT', onInterrupt);
    process.removeListener('SIGTERM', onTerminate);
  };
  function stop(signal: StopSignal): void {
    interruptedBy = signal;
    close(); // so that the next one ends the process, whatever holds it
    controller.abort();
  }
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);

  return {
    out: (text) => write(process.stdout, text),
    err: (text) => write(process.stderr, text),
    outStyle: (look, text) => styleText(look, text, { stream: process.stdout }),
    errStyle: (look, text) => styleText(look, text, { stream: process.stderr }),
    width: process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : DEFAULT_WIDTH,
    signal: controller.signal,
    interruptedBy: () => interruptedBy,
    stop: () => controller.abort(),
    close,
  };
}
