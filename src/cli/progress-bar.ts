import cliProgress from 'cli-progress';
import { bytes, percent } from '../report/report.js';
import type { Progress } from '../index.js';

export interface ProgressDisplay {
  show(progress: Progress): void;
  stop(): void;
}

const TITLES: Readonly<Record<Progress['phase'], string>> = {
  scan: 'reading ',
  plan: 'planning',
  deal: 'writing ',
  publish: 'publishing',
};

/** Milliseconds between two plain lines where stderr is no terminal. */
const LINE_EVERY_MS = 10_000;

/** A bar on a terminal, a line every ten seconds elsewhere; nothing with `quiet`. Goes to stderr. */
export function createProgressDisplay(quiet: boolean): ProgressDisplay {
  if (quiet) return { show: () => undefined, stop: () => undefined };
  const isTerminal = process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb';
  return isTerminal ? createBar() : createLines();
}

function createBar(): ProgressDisplay {
  const bar = new cliProgress.SingleBar(
    {
      format: '{title} {bar} {percentage} % | {read} | {speed}/s',
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 30,
      fps: 10,
      etaBuffer: 100,
    },
    cliProgress.Presets.shades_classic,
  );
  let phase: Progress['phase'] | undefined;
  let started = 0;
  return {
    show(progress) {
      if (progress.phase !== phase) {
        if (phase !== undefined) bar.stop();
        phase = progress.phase;
        started = Date.now();
        bar.start(progress.totalBytes ?? 0, 0, payload(progress, started));
      }
      bar.update(progress.bytes, payload(progress, started));
    },
    stop() {
      if (phase !== undefined) bar.stop();
      phase = undefined;
    },
  };
}

function payload(progress: Progress, started: number): object {
  const seconds = Math.max(0.001, (Date.now() - started) / 1000);
  return { title: TITLES[progress.phase], read: bytes(progress.bytes), speed: bytes(Math.round(progress.bytes / seconds)) };
}

function createLines(): ProgressDisplay {
  let last = Date.now();
  return {
    show(progress) {
      if (Date.now() - last < LINE_EVERY_MS) return;
      last = Date.now();
      const share =
        progress.totalBytes === undefined || progress.totalBytes === 0
          ? ''
          : ` (${percent(progress.bytes / progress.totalBytes)})`;
      process.stderr.write(`${TITLES[progress.phase].trim()} ${bytes(progress.bytes)}${share}\n`);
    },
    stop: () => undefined,
  };
}
