import type cliProgress from 'cli-progress';
import type { UploadProgress } from '../index.js';
import type * as report from '../report/report.js';

export interface UploadDisplay {
  show(progress: UploadProgress): void;
  /** For good: what is shown later is not shown. */
  stop(): void;
}

/** Milliseconds between two plain lines where stderr is no terminal. */
const LINE_EVERY_MS = 10_000;

/** A bar per file on a terminal, a line every ten seconds elsewhere; nothing with `quiet`. Goes to stderr. */
export async function createUploadDisplay(quiet: boolean, signal: AbortSignal): Promise<UploadDisplay> {
  if (quiet) return { show: () => undefined, stop: () => undefined };
  const isTerminal = process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb';
  const words = await import('../report/report.js');
  const display = isTerminal ? createBars((await import('cli-progress')).default, words) : createLines(words);
  signal.addEventListener('abort', display.stop, { once: true });
  return display;
}

type Words = Pick<typeof report, 'bytes' | 'percent'>;

function createBars(library: typeof cliProgress, { bytes: sizeOf }: Words): UploadDisplay {
  const format = '{name} {bar} {percentage} %  {size}';
  const look = { format, stream: process.stderr, hideCursor: true, clearOnComplete: true, barsize: 30, fps: 10 };
  const all = new library.MultiBar(look, library.Presets.shades_classic);
  const bars = new Map<string, cliProgress.SingleBar>();
  let isStopped = false;
  return {
    show({ name, bytes, totalBytes }) {
      if (isStopped) return;
      const bar = bars.get(name) ?? all.create(totalBytes, 0, { name: name.padEnd(24), size: sizeOf(totalBytes) });
      bars.set(name, bar);
      bar.update(bytes);
    },
    stop() {
      if (!isStopped) all.stop();
      isStopped = true;
    },
  };
}

function createLines({ bytes: sizeOf, percent }: Words): UploadDisplay {
  const sent = new Map<string, UploadProgress>();
  let last = Date.now();
  let isStopped = false;
  return {
    show(progress) {
      sent.set(progress.name, progress);
      if (isStopped || Date.now() - last < LINE_EVERY_MS) return;
      last = Date.now();
      const done = [...sent.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      const total = [...sent.values()].reduce((sum, { totalBytes }) => sum + totalBytes, 0);
      process.stderr.write(`sending ${sizeOf(done)} (${percent(total === 0 ? 1 : done / total)})\n`);
    },
    stop() {
      isStopped = true;
    },
  };
}
