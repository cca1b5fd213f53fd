import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/index.js';
import { NOTEBOOK_JOB } from '../mistral/notebook.js';
import { CANARY, connect, serveMistral } from '../mistral/support.js';
import { withFolder } from '../pipeline/support.js';
import { realData } from './support.js';

const path = realData('massive-en/train.jsonl');

describe.runIf(path !== undefined)('MASSIVE, from raw data to an evaluation', () => {
  it('is the published notebook, with its counts and its job', { timeout: 30_000 }, async () => {
    const intents = new Map<string, string>();
    for (const line of readFileSync(path ?? '', 'utf8')
      .split('\n')
      .slice(0, -1)) {
      const { text, label_text: intent } = JSON.parse(line);
      intents.set(text, intent);
    }
    // a model that is sure, and wrong about one text of sixteen
    const guess = (text: string): Record<string, Record<string, number>> => {
      const isWrong = createHash('sha256').update(text).digest()[0]! < 16;
      return { intent: { [isWrong ? 'news_query' : (intents.get(text) ?? '')]: 0.9, other: 0.1 } };
    };
    const server = await serveMistral({ guess });
    await withFolder(async (folder) => {
      const options = {
        sources: [path ?? ''],
        mapping: { text: 'text', labels: { intent: { field: 'label_text' } } },
        balance: { min: 200, max: 600 },
        out: join(folder, 'out'),
        job: { trainingSteps: 100, learningRate: 0.00004 },
      };
      const { prepared, job, evaluation } = await run(options, await connect(server));
      expect(prepared.manifest.files.slice(0, 3).map(({ lines }) => lines)).toEqual([5313, 664, 665]);
      const sent = server.requests.find(({ method, path: route }) => method === 'POST' && route === '/v1/fine_tuning/jobs');
      const body = JSON.parse(sent?.body.toString() ?? '');
      expect(body).toMatchObject({
        model: 'ministral-3b-latest',
        job_type: 'classifier',
        training_files: [{ weight: 1 }],
        hyperparameters: { training_steps: 100, learning_rate: 0.00004 },
        auto_start: false,
      });
      expect(body.classifier_targets[0].labels).toHaveLength(16);
      const headers = { authorization: `Bearer ${CANARY}` };
      const told: any = await (await fetch(`${server.url}/v1/fine_tuning/jobs/${job.id}`, { headers })).json();
      expect(Object.keys(told)).toEqual(expect.arrayContaining([...Object.keys(NOTEBOOK_JOB), 'events', 'checkpoints']));
      expect(told).toMatchObject({ status: 'SUCCESS', hyperparameters: body.hyperparameters, metadata: { cost: 3.28 } });
      expect(job.checkpoints).toHaveLength(100);
      expect(evaluation.examples).toBe(665);
      expect(evaluation.targets[0]?.accuracy).toBeGreaterThan(0.9);
      expect(evaluation.targets[0]?.accuracy).toBeLessThan(0.97);
    });
  });
});
