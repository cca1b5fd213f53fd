import type { Job, LabelmillError } from '../index.js';
import { progressText } from './job-text.js';

export interface WatchDisplay {
  readonly onJob: (job: Job) => void;
  readonly onLost: (error: LabelmillError) => void;
  stop(): void;
}

/** Plain lines are written for each tenth of the steps. */
const LINES = 10;

/** How a watched job stands: a line that is written over on a terminal, a line for each change elsewhere. Goes to stderr. */
export function createWatchDisplay(write: (text: string) => void, look: 'live' | 'lines' | 'quiet'): WatchDisplay {
  let last = '';
  let isOpen = false;
  const show = (line: string, change: string): void => {
    if (look === 'quiet' || (look === 'lines' && change === last)) return;
    last = change;
    isOpen = look === 'live';
    write(look === 'live' ? `\r\u001b[2K${line}` : `${line}\n`);
  };
  return {
    onJob(job) {
      const tenth = Math.floor(((job.checkpoints.at(-1)?.step ?? 0) * LINES) / (job.trainingSteps ?? Infinity));
      show(progressText(job), `${job.status} ${tenth}`);
    },
    onLost: (error) => show(`${error.message}; the watch goes on`, error.message),
    stop() {
      if (isOpen) write('\n');
      isOpen = false;
    },
  };
}
