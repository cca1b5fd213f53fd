import type cliProgress from 'cli-progress';
import type { UploadProgress } from '../index.js';
import { barLook, createDisplay, type Display, type Words } from './display.js';

/** Shows how much of each file was sent: a bar per file on a terminal, lines elsewhere; nothing with `quiet`. */
export function createUploadDisplay(quiet: boolean, signal: AbortSignal): Promise<Display<UploadProgress>> {
  return createDisplay({ quiet, signal }, { onTerminal: createBars, inLines: createLine });
}

function createBars(library: typeof cliProgress, { bytes: sizeOf }: Words): Display<UploadProgress> {
  const all = new library.MultiBar(barLook('{name} {bar} {percentage} %  {size}'), library.Presets.shades_classic);
  const bars = new Map<string, cliProgress.SingleBar>();
  return {
    show({ name, bytes, totalBytes }) {
      const bar = bars.get(name) ?? all.create(totalBytes, 0, { name: name.padEnd(24), size: sizeOf(totalBytes) });
      bars.set(name, bar);
      bar.update(bytes);
    },
    stop: () => all.stop(),
  };
}

/** All files together. */
function createLine({ bytes: sizeOf, percent }: Words): (progress: UploadProgress) => string {
  const sent = new Map<string, UploadProgress>();
  return (progress) => {
    sent.set(progress.name, progress);
    const done = [...sent.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    const total = [...sent.values()].reduce((sum, { totalBytes }) => sum + totalBytes, 0);
    return `sending ${sizeOf(done)} (${percent(total === 0 ? 1 : done / total)})`;
  };
}
