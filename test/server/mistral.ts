import { classifierRoutes, type Guess } from './classifiers.js';
import { createFileStore, type KeptFile } from './files.js';
import { createJobs, type Scenario } from './jobs.js';
import { startServer, type LocalServer, type PlannedFault, type Route, type Routes } from './server.js';

export interface MistralOptions {
  readonly faults?: readonly PlannedFault[];
  /** Default: every key but none. */
  readonly key?: string;
  /** Training routes answer 410, as they do since August 2026. */
  readonly isRetired?: boolean;
  /** Seconds since 1970. Default: 30 s later with each request for a job. */
  readonly now?: () => number;
  readonly scenario?: Scenario;
  /** What models say. Default: by words shared with the training examples of the job. */
  readonly guess?: Guess;
  /** Bytes of a file at most. Default 512 MB. */
  readonly maxBytes?: number;
  /** Keeps equal files that are sent twice apart, so that a test sees it. */
  readonly keepsEqual?: boolean;
}

export interface LocalMistral extends LocalServer {
  /** The files that were sent, in the order of their arrival. */
  readonly files: readonly KeptFile[];
  /** Changes the state behind the back of those who watch. */
  readonly state: { cancelJobs(): void; retire(): void };
}

const START = Date.UTC(2025, 3, 16, 12) / 1000;

/** A service that speaks the documented protocol: files, training jobs, models, classifications. */
export async function startMistral(options: MistralOptions = {}): Promise<LocalMistral> {
  let looks = 0;
  let isRetired = options.isRetired ?? false;
  const now = options.now ?? (() => START + 30 * looks);
  const { maxBytes, keepsEqual } = options;
  const files = createFileStore({
    now,
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(keepsEqual === undefined ? {} : { keepsEqual }),
  });
  const jobs = createJobs({ now, files, scenario: options.scenario ?? {} });
  const open: Routes = {
    ...files.routes,
    ...mapRoutes(jobs.routes, (route) => (request, parts) => {
      if (isRetired) return { status: 410, json: { detail: 'The fine-tuning API has been retired.' } };
      looks++;
      return route(request, parts);
    }),
    ...classifierRoutes({ jobs, ...(options.guess === undefined ? {} : { guess: options.guess }) }),
  };
  const { key } = options;
  const routes = mapRoutes(open, (route) => (request, parts) => {
    const [, given] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (given === undefined || (key !== undefined && given !== key)) return { status: 401, json: { detail: 'Unauthorized' } };
    return route(request, parts);
  });
  const server = await startServer({ routes, ...(options.faults === undefined ? {} : { faults: options.faults }) });
  const retire = (): void => {
    isRetired = true;
  };
  return { ...server, files: files.files, state: { cancelJobs: jobs.cancelAll, retire } };
}

function mapRoutes(routes: Routes, wrap: (route: Route) => Route): Routes {
  return Object.fromEntries(Object.entries(routes).map(([pattern, route]) => [pattern, wrap(route)]));
}
