import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, type LabelmillError, type RunResult, type RunWorkflowHooks } from '../../src/index.js';
import { asked, CONFIG, ROWS } from '../cli/run-support.js';
import { connect, failureOf, fakeTime, serveMistral, type FakeTime } from '../mistral/support.js';
import type { LocalMistral, MistralOptions } from '../server/mistral.js';
import type { PlannedFault } from '../server/server.js';
import { withFolder } from './support.js';

const LOOK = 'GET /v1/fine_tuning/jobs/:id';
const JOBS = /^\/v1\/fine_tuning\/jobs$/;
const FILES = /^\/v1\/files$/;
const MINUTES = 60_000;

interface RunCase {
  readonly folder: string;
  readonly server: LocalMistral;
  /** Runs in time that takes none. */
  go(hooks?: RunWorkflowHooks, time?: FakeTime): Promise<RunResult>;
}

async function withRun(options: MistralOptions, body: (given: RunCase) => Promise<void>): Promise<void> {
  const server = await serveMistral({ keepsEqual: true, ...options });
  await withFolder(async (folder) => {
    await writeFile(join(folder, 'tickets.csv'), ROWS);
    const given = { ...CONFIG, baseDirectory: folder };
    await body({ folder, server, go: async (hooks, time = fakeTime()) => run(given, await connect(server, { time }), hooks) });
  });
}

function losing(looks: number): readonly PlannedFault[] {
  return Array.from({ length: looks }, () => ({ kind: 'reset', afterBytes: 0, on: LOOK }));
}

describe('a run that watches its job', () => {
  it('outlives a service out of reach: one job, each file once, an evaluation', async () => {
    await withRun({ faults: losing(20) }, async ({ server, go }) => {
      const lost: string[] = [];
      const { job, evaluation } = await go({ onLost: ({ code }) => lost.push(code) });
      expect(lost).toEqual(['SERVICE_UNREACHABLE', 'SERVICE_UNREACHABLE', 'SERVICE_UNREACHABLE']);
      expect(job.status).toBe('SUCCESS');
      expect(evaluation.examples).toBe(10);
      expect([asked(server, 'POST', JOBS), asked(server, 'POST', FILES)]).toEqual([1, 2]);
    });
  });

  it('gives up a service that stays out of reach for half an hour, says how to go on, and goes on with the same job', async () => {
    await withRun({ faults: losing(200) }, async ({ server, go }) => {
      const time = fakeTime();
      const error = await failureOf(go({ everyMs: MINUTES }, time));
      expect(error).toMatchObject({ code: 'SERVICE_UNREACHABLE', exitCode: 5 });
      expect(error.message).toMatch(/, in training as job \S+; run it again to go on from there$/);
      expect(time.waits.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(30 * MINUTES);
      const again = await retried(go, error);
      expect(again.job.id).toBe(jobOf(error));
      expect([asked(server, 'POST', JOBS), asked(server, 'POST', FILES)]).toEqual([1, 2]);
    });
  });

  it('goes on through a status it does not know', async () => {
    const training = [
      [0, 'PREPARING\u001b[2J'],
      [60, 'RUNNING'],
      [120, 'SUCCESS'],
    ] as const;
    await withRun({ scenario: { training } }, async ({ server, go }) => {
      const seen = new Set<string>();
      const { job } = await go({ onJob: ({ status }) => seen.add(status) });
      expect([...seen]).toEqual(['VALIDATED', 'PREPARING\u001b[2J', 'RUNNING', 'SUCCESS']);
      expect(job.fineTunedModel).toMatch(/^ft:classifier:/);
      expect(asked(server, 'POST', JOBS)).toBe(1);
    });
  });

  it('does not wait for ever at a status it does not know, and keeps the job for the next run', async () => {
    await withRun({ scenario: { training: [[0, 'PAUSED\u001b[2J']] } }, async ({ folder, server, go }) => {
      const ids = new Set<string>();
      for (let runs = 0; runs < 2; runs++) {
        const error = await failureOf(go({ everyMs: MINUTES }));
        expect(error).toMatchObject({ code: 'SERVICE_BUSY', exitCode: 5 });
        expect(error.message).toContain('has a status that this version does not know, for an hour now: "PAUSED');
        expect(error.message).not.toContain('\u001b');
        ids.add(jobOf(error));
      }
      expect(ids.size).toBe(1);
      expect([asked(server, 'POST', JOBS), asked(server, 'POST', FILES)]).toEqual([1, 2]);
      expect(await readdir(join(folder, 'out.run'))).toEqual(['job.json']);
    });
  });
});

function jobOf({ facts }: LabelmillError): string {
  return String(facts['job']);
}

/** Runs again until the service answers; every failure on the way is the one there was, and names the job. */
async function retried(go: RunCase['go'], first: LabelmillError): Promise<RunResult> {
  for (let runs = 0; runs < 20; runs++) {
    try {
      return await go({ everyMs: MINUTES });
    } catch (error) {
      expect(error).toMatchObject({ code: first.code, facts: { job: jobOf(first) } });
    }
  }
  throw first;
}
