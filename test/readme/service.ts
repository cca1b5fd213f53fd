import { TEST, TRAIN } from '../mistral/notebook.js';
import { startMistral, type LocalMistral } from '../server/mistral.js';
import { CANARY, connect, store } from '../mistral/support.js';
import { createJob } from '../../src/index.js';

/** What the documents' commands talk to: a local service with two files and a job that trains. */
export async function startService(): Promise<{
  readonly server: LocalMistral;
  readonly variables: Readonly<Record<string, string>>;
}> {
  const server = await startMistral({ key: CANARY });
  const training = await store(server, 'train.jsonl', TRAIN);
  const validation = await store(server, 'validation.jsonl', TEST);
  const draft = { trainingFiles: [{ id: training }], validationFiles: [validation], learningRate: 0.00004, autoStart: true };
  await createJob(await connect(server), draft);
  return { server, variables: { MISTRAL_API_KEY: CANARY, MISTRAL_BASE_URL: server.url } };
}
