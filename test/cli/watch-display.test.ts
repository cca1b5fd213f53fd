import { describe, expect, it } from 'vitest';
import { lossCurve } from '../../src/cli/loss-curve.js';
import { createWatchDisplay } from '../../src/cli/watch-display.js';
import { LabelmillError, type Job } from '../../src/index.js';

const JOB: Job = {
  id: 'a',
  status: 'RUNNING',
  model: 'm',
  autoStart: true,
  trainingFiles: ['t'],
  validationFiles: [],
  trainingSteps: 100,
  expected: {},
  targets: [],
  events: [{ name: 'status-updated', at: 1000, status: 'RUNNING' }],
  checkpoints: [{ step: 20, at: 1040, trainLoss: 0.5, validationLoss: 0.6 }],
  links: [],
};
const LOST = new LabelmillError('SERVICE_UNREACHABLE', 'cannot look at the job');
const LINE = 'RUNNING, step 20 of 100, train loss 0.500, validation loss 0.600, 2.7 minutes left'.replace('2.7', '3');

/** What a display writes of a job that is seen twice, lost, and seen at its next tenth. */
function written(look: 'live' | 'lines' | 'quiet'): string {
  const texts: string[] = [];
  const display = createWatchDisplay((text) => texts.push(text), look);
  display.onJob(JOB);
  display.onJob(JOB);
  display.onLost(LOST);
  display.onJob({ ...JOB, status: 'odd\u001b[2J', checkpoints: [{ step: 30 }] });
  display.stop();
  return texts.join('');
}

describe('the display of a watched job', () => {
  it('is a line for each change where there is no terminal', () => {
    expect(written('lines')).toBe(`${LINE}\ncannot look at the job; the watch goes on\nodd\\x1b[2J, step 30 of 100\n`);
  });

  it('is one line that is written over on a terminal, and ended at the end', () => {
    const over = '\r\u001b[2K';
    const lines = [LINE, LINE, 'cannot look at the job; the watch goes on', 'odd\\x1b[2J, step 30 of 100'];
    expect(written('live')).toBe(`${lines.map((line) => over + line).join('')}\n`);
  });

  it('is nothing where it is to be quiet', () => {
    expect(written('quiet')).toBe('');
  });
});

describe('the loss curve', () => {
  it('is nothing without losses, and stands on zeros', () => {
    expect(lossCurve([], 80)).toEqual([]);
    expect(lossCurve([{ step: 1 }], 80)).toEqual([]);
    expect(lossCurve([{ step: 1, trainLoss: 0 }], 80)[0]).toBe('train loss, step 1 to 1: 0.00 to 0.00');
  });

  it('shows each loss by its height, and the mean of many in a column', () => {
    const losses = (values: readonly number[]) => values.map((trainLoss, at) => ({ step: at + 1, trainLoss }));
    expect(lossCurve(losses([6, 3, 1.5]), 80)).toEqual([
      'train loss, step 1 to 3: 6.00 to 1.50',
      '     6.00 █',
      '          █',
      '          █',
      '          ██',
      '          ██▄',
      '        0 ███',
    ]);
    const many = lossCurve(losses(Array.from({ length: 1000 }, () => 1)), 62);
    expect(many.slice(1).map((line) => line.slice(10))).toEqual(Array.from({ length: 6 }, () => '█'.repeat(50)));
  });
});
