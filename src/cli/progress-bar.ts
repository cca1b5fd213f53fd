import type cliProgress from 'cli-progress';
import type { Phase, Progress } from '../index.js';
import { barLook, createDisplay, type Display, type Words } from './display.js';

const TITLES: Readonly<Record<Phase, string>> = {
  scan: 'reading',
  plan: 'planning',
  deal: 'writing',
  publish: 'publishing',
};

/** Shows how far a run has come: a bar on a terminal, lines elsewhere; nothing with `quiet`. */
export function createProgressDisplay(quiet: boolean, signal: AbortSignal): Promise<Display<Progress>> {
  return createDisplay({ quiet, signal }, { onTerminal: createBar, inLines: (words) => (progress) => lineOf(progress, words) });
}

function createBar(library: typeof cliProgress, words: Words): Display<Progress> {
  let bar: cliProgress.SingleBar | undefined;
  let phase: Phase | undefined;
  let started = 0;
  return {
    show(progress) {
      if (progress.phase !== phase) {
        bar?.stop();
        phase = progress.phase;
        started = Date.now();
        bar = barOf(library, progress);
        bar.start(progress.totalBytes ?? 0, 0, payload(progress, { started, words }));
      }
      bar?.update(progress.bytes, payload(progress, { started, words }));
    },
    stop: () => bar?.stop(),
  };
}

/** A bar where the end is known, a counter where it is not, the title alone where nothing is read. */
function barOf(library: typeof cliProgress, { phase, totalBytes }: Progress): cliProgress.SingleBar {
  const isRead = phase === 'scan' || phase === 'deal';
  const counter = '{title} {read}  {speed}/s';
  const format = !isRead ? '{title}' : totalBytes === undefined ? counter : `{title} {bar} {percentage} %  {read}  {speed}/s`;
  return new library.SingleBar({ ...barLook(format), etaBuffer: 100 }, library.Presets.shades_classic);
}

function payload(progress: Progress, { started, words }: { readonly started: number; readonly words: Words }): object {
  const seconds = Math.max(0.001, (Date.now() - started) / 1000);
  const speed = words.bytes(Math.round(progress.bytes / seconds));
  return { title: TITLES[progress.phase].padEnd(8), read: words.bytes(progress.bytes), speed };
}

function lineOf({ phase, bytes: read, totalBytes = 0 }: Progress, { bytes, percent }: Words): string {
  const share = totalBytes === 0 ? '' : ` (${percent(read / totalBytes)})`;
  return `${TITLES[phase]}${read === 0 ? '' : ` ${bytes(read)}${share}`}`;
}
