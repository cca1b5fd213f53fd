import type cliProgress from 'cli-progress';
import type * as report from '../report/report.js';
import type { Phase, Progress } from '../index.js';

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** For good: what is shown later is not shown. */
  stop(): void;
}

const TITLES: Readonly<Record<Phase, string>> = {
  scan: 'reading',
  plan: 'planning',
  deal: 'writing',
  publish: 'publishing',
};

/** Milliseconds between two plain lines where stderr is no terminal. */
const LINE_EVERY_MS = 10_000;

/**
 * A bar on a terminal, a line every ten seconds elsewhere; nothing with `quiet`. Goes to stderr, and ends when the signal is
 * aborted, so that a run that is being stopped leaves the terminal as it was.
 */
export async function createProgressDisplay(quiet: boolean, signal: AbortSignal): Promise<ProgressDisplay> {
  if (quiet) return { show: () => undefined, stop: () => undefined };
  const isTerminal = process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb';
  const words = await import('../report/report.js');
  const display = isTerminal ? createBar((await import('cli-progress')).default, words) : createLines(words);
  signal.addEventListener('abort', display.stop, { once: true });
  return display;
}

type Words = Pick<typeof report, 'bytes' | 'percent'>;

function createBar(library: typeof cliProgress, words: Words): ProgressDisplay {
  let bar: cliProgress.SingleBar | undefined;
  let phase: Phase | undefined;
  let started = 0;
  let isStopped = false;
  return {
    show(progress) {
      if (isStopped) return;
      if (progress.phase !== phase) {
        bar?.stop();
        phase = progress.phase;
        started = Date.now();
        bar = barOf(library, progress);
        bar.start(progress.totalBytes ?? 0, 0, payload(progress, { started, words }));
      }
      bar?.update(progress.bytes, payload(progress, { started, words }));
    },
    stop() {
      isStopped = true;
      bar?.stop();
    },
  };
}

/** A bar where the end is known, a counter where it is not, the title alone where nothing is read. */
function barOf(library: typeof cliProgress, { phase, totalBytes }: Progress): cliProgress.SingleBar {
  const isRead = phase === 'scan' || phase === 'deal';
  const counter = '{title} {read}  {speed}/s';
  const format = !isRead ? '{title}' : totalBytes === undefined ? counter : `{title} {bar} {percentage} %  {read}  {speed}/s`;
  const look = { format, stream: process.stderr, hideCursor: true, clearOnComplete: true, barsize: 30, fps: 10, etaBuffer: 100 };
  return new library.SingleBar(look, library.Presets.shades_classic);
}

function payload(progress: Progress, { started, words }: { readonly started: number; readonly words: Words }): object {
  const seconds = Math.max(0.001, (Date.now() - started) / 1000);
  const speed = words.bytes(Math.round(progress.bytes / seconds));
  return { title: TITLES[progress.phase].padEnd(8), read: words.bytes(progress.bytes), speed };
}

function createLines(words: Words): ProgressDisplay {
  let last = Date.now();
  let isStopped = false;
  return {
    show(progress) {
      if (isStopped || Date.now() - last < LINE_EVERY_MS) return;
      last = Date.now();
      process.stderr.write(`${lineOf(progress, words)}\n`);
    },
    stop() {
      isStopped = true;
    },
  };
}

function lineOf({ phase, bytes: read, totalBytes = 0 }: Progress, { bytes, percent }: Words): string {
  const share = totalBytes === 0 ? '' : ` (${percent(read / totalBytes)})`;
  return `${TITLES[phase]}${read === 0 ? '' : ` ${bytes(read)}${share}`}`;
}
