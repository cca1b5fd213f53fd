import { printable } from '../core/printable.js';
import type { RunStep, RunWorkflowHooks } from '../index.js';
import { createProgressDisplay } from './progress-bar.js';
import type { Session } from './session.js';
import { createUploadDisplay } from './upload-display.js';
import { createWatchDisplay } from './watch-display.js';

export interface RunDisplay {
  readonly hooks: Pick<RunWorkflowHooks, 'onProgress' | 'onStep' | 'onUpload' | 'onJob' | 'onLost'>;
  stop(): void;
}

export interface RunLook {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly hasProgress: boolean;
}

/** How a run goes on: each step in the display of its own command on stderr, and what it came to on stdout. */
export async function createRunDisplay(session: Session, { isJson, isQuiet, hasProgress }: RunLook): Promise<RunDisplay> {
  const isSilent = isQuiet || !hasProgress;
  const { runStepText } = await import('./run-text.js');
  const progress = await createProgressDisplay(isSilent, session.signal);
  const sent = await createUploadDisplay(isSilent, session.signal);
  const isLive = process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb';
  const watch = createWatchDisplay((text) => session.err(text), isSilent ? 'quiet' : isLive ? 'live' : 'lines');
  const stops = new Map([
    ['prepare', progress.stop],
    ['upload', sent.stop],
    ['train', watch.stop],
    ['start', watch.stop],
  ]);
  return {
    hooks: {
      onProgress: progress.show,
      onUpload: sent.show,
      onJob: watch.onJob,
      onLost: watch.onLost,
      onStep: (step: RunStep) => {
        stops.get(step.name)?.();
        if (isQuiet) return;
        if (step.name === 'prepare') for (const note of step.result.notes) session.err(`${printable(note, Infinity)}\n`);
        if (!isJson) session.out(runStepText(step, session));
      },
    },
    stop: () => {
      for (const stop of stops.values()) stop();
    },
  };
}
