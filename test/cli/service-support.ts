import type { Scenario } from '../server/jobs.js';
import type { PlannedFault } from '../server/server.js';
import { startMistral, type LocalMistral, type MistralOptions } from '../server/mistral.js';
import { CANARY, store } from '../mistral/support.js';
import { TEST, TRAIN } from '../mistral/notebook.js';
import { withCase, type Case, type Ended, type Files } from './support.js';

/** A case with a local service, and runs that speak to it. Fails where the key is in what a run says or leaves behind. */
export interface ServiceCase extends Case {
  readonly server: LocalMistral;
  readonly environment: Readonly<Record<string, string>>;
  readonly training: string;
  readonly validation: string;
}

/** A status that no document names, on the way from the start to the model. */
export const STRANGE: Scenario = {
  training: [
    [0, 'PREPARING\u001b[2J'],
    [60, 'RUNNING'],
    [120, 'SUCCESS'],
  ],
};

/** A connection that is reset before anything is said, and one that ends within the answer, while a job is looked at. */
export const DROPPED: readonly PlannedFault[] = [
  { kind: 'reset', afterBytes: 0, on: 'GET /v1/fine_tuning/jobs/:id' },
  { kind: 'truncated', bytes: 40, on: 'GET /v1/fine_tuning/jobs/:id' },
];

export async function withService(
  files: Files,
  options: MistralOptions,
  body: (given: ServiceCase) => Promise<void>,
): Promise<void> {
  const server = await startMistral({ key: CANARY, ...options });
  try {
    const environment = { MISTRAL_API_KEY: CANARY, MISTRAL_BASE_URL: server.url };
    const training = await store(server, 'train.jsonl', TRAIN);
    const validation = await store(server, 'validation.jsonl', TEST);
    await withCase(files, async (given) => {
      const run: Case['run'] = async (args, runOptions = {}) =>
        withoutKey(await given.run(args, { ...runOptions, env: { ...environment, ...runOptions.env } }));
      await body({ ...given, run, server, environment, training, validation });
      for (const name of await given.names()) withoutKey({ out: await given.read(name).catch(() => '') });
    });
  } finally {
    await server.close();
  }
}

/** What was said, if the key is not in it. */
export function withoutKey<Said extends Partial<Ended>>(said: Said): Said {
  if (JSON.stringify(said).includes(CANARY)) throw new Error('the key is in what was said');
  return said;
}

/** Creates a job that runs to its end. @returns its model */
export async function trainModel({ run, training }: ServiceCase): Promise<string> {
  const created = await run(['job', 'create', '--training-file', training, '--auto-start', '--json']);
  const { id } = JSON.parse(created.out);
  const watched = await run(['job', 'watch', id, '--every', '0', '--json']);
  return JSON.parse(watched.out).fineTunedModel;
}
