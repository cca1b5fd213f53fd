import { CANARY } from '../mistral/support.js';
import { startMistral, type LocalMistral, type MistralOptions } from '../server/mistral.js';
import { withoutKey } from './service-support.js';
import { tickets, withCase, type Case, type Files } from './support.js';

/** A case in which `labelmill run` can be run: a config, its data, and a service that has seen nothing yet. */
export interface RunCase extends Case {
  readonly server: LocalMistral;
  readonly environment: Readonly<Record<string, string>>;
}

export const ROWS = tickets([
  ['refund', 40],
  ['delivery', 30],
  ['praise', 30],
]);

/** The published notebook's settings, for data of this size. */
export const CONFIG = {
  sources: ['tickets.csv'],
  mapping: { text: 'body', labels: { queue: { field: 'queue' } } },
  out: 'out',
  job: { trainingSteps: 100, learningRate: 0.00004 },
};

/** Fails where the key is in what a run says or leaves behind. */
export async function withRun(
  options: MistralOptions,
  body: (given: RunCase) => Promise<void>,
  files: Files = {},
): Promise<void> {
  const server = await startMistral({ key: CANARY, keepsEqual: true, ...options });
  const content = { 'tickets.csv': ROWS, 'labelmill.config.json': JSON.stringify(CONFIG), ...files };
  try {
    await withCase(content, async (given) => {
      const environment = { MISTRAL_API_KEY: CANARY, MISTRAL_BASE_URL: server.url };
      const run: Case['run'] = async (args, runOptions = {}) =>
        withoutKey(await given.run(args, { ...runOptions, env: { ...environment, ...runOptions.env } }));
      await body({ ...given, run, server, environment });
      for (const name of await given.names()) withoutKey({ out: await given.read(name).catch(() => '') });
    });
  } finally {
    await server.close();
  }
}

/** How often a route was asked. */
export function asked(server: LocalMistral, method: string, path: RegExp): number {
  return server.requests.filter((request) => request.method === method && path.test(request.path)).length;
}
