import cliProgress from 'cli-progress';
import { bytes, percent } from '../report/report.js';
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
export function createProgressDisplay(quiet: boolean, signal: AbortSignal): ProgressDisplay {
  if (quiet) return { show: () => undefined, stop: () => undefined };
  const isTerminal = process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb';
  const display = isTerminal ? createBar() : createLines();
  signal.addEventListener('abort', display.stop, { once: true });
  return display;
}

function createBar(): ProgressDisplay {
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
        bar = barOf(progress);
        bar.start(progress.totalBytes ?? 0, 0, payload(progress, started));
      }
      bar?.update(progress.bytes, payload(progress, started));
    },
    stop() {
      isStopped = true;
      bar?.stop();
    },
  };
}

/** A bar where the end is known, a counter where it is not, the title alone where nothing is read. */
function barOf({ phase, totalBytes }: Progress): cliProgress.SingleBar {
  const isRead = phase === 'scan' || phase === 'deal';
  const counter = '{title} {read}  {speed}/s';
  const format = !isRead ? '{title}' : totalBytes === undefined ? counter : `{title} {bar} {percentage} %  {read}  {speed}/s`;
  const look = { format, stream: process.stderr, hideCursor: true, clearOnComplete: true, barsize: 30, fps: 10, etaBuffer: 100 };
  return new cliProgress.SingleBar(look, cliProgress.Presets.shades_classic);
}

function payload(progress: Progress, started: number): object {
  const seconds = Math.max(0.001, (Date.now() - started) / 1000);
  const speed = bytes(Math.round(progress.bytes / seconds));
  return { title: TITLES[progress.phase].padEnd(8), read: bytes(progress.bytes), speed };
}

function createLines(): ProgressDisplay {
  let last = Date.now();
  let isStopped = false;
  return {
    show(progress) {
      if (isStopped || Date.now() - last < LINE_EVERY_MS) return;
      last = Date.now();
      process.stderr.write(`${lineOf(progress)}\n`);
    },
    stop() {
      isStopped = true;
    },
  };
}

function lineOf({ phase, bytes: read, totalBytes = 0 }: Progress): string {
  const share = totalBytes === 0 ? '' : ` (${percent(read / totalBytes)})`;
  return `${TITLES[phase]}${read === 0 ? '' : ` ${bytes(read)}${share}`}`;
}
