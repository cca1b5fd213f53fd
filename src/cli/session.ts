import { styleText } from 'node:util';
import { EXIT } from '../core/errors.js';
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
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Exit code of the signal that came, if one did. */
  readonly interruptedBy: () => number | undefined;
  close(): void;
}

const DEFAULT_WIDTH = 100;

/** The session of this process. A reader that closes our pipe ends the talk quietly; a second signal ends the process at once. */
export function createSession(): Session {
  const controller = new AbortController();
  let interruptedBy: number | undefined;
  const closed = new Set<NodeJS.WriteStream>();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => closed.add(stream));
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    if (!closed.has(stream)) stream.write(text);
  };
  const stop = (signal: NodeJS.Signals): void => {
    interruptedBy = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    controller.abort();
    process.removeListener(signal, stop);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    out: (text) => write(process.stdout, text),
    err: (text) => write(process.stderr, text),
    outStyle: (look, text) => styleText(look, text, { stream: process.stdout }),
    errStyle: (look, text) => styleText(look, text, { stream: process.stderr }),
    width: process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : DEFAULT_WIDTH,
    signal: controller.signal,
    interruptedBy: () => interruptedBy,
    close() {
      process.removeListener('SIGINT', stop);
      process.removeListener('SIGTERM', stop);
    },
  };
}
