import type { ListFileEntry } from '@huggingface/hub';
import { byCodePoint } from '../../core/code-point-order.js';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import { isGlob } from '../expand-glob.js';
import { isDataFile } from '../walk-folder.js';
import { globPattern } from './glob-pattern.js';
import type { HttpAddress } from './http-address.js';
import type { Hub } from './hub.js';
import { parseHubAddress, type HubAddress } from './hub-address.js';
import { createPatientFetch } from './patient-fetch.js';
import type { RemoteSettings } from './settings.js';

const ENDPOINT = 'https://huggingface.co';
const TOKEN_ADVICE = 'set HF_TOKEN to a token that may read it, and accept the terms of the data set where it has any';

/**
 * The files that an address in the Hub stands for, sorted by code point, all of one commit. The token goes to the Hub alone;
 * fetch drops it where the Hub redirects to where a file is stored.
 * @throws LabelmillError USAGE (@huggingface/hub is not installed), SOURCE_MISSING, SOURCE_UNREADABLE
 */
export async function findHubFiles(path: string, settings: RemoteSettings): Promise<readonly HttpAddress[]> {
  const address = parseHubAddress(path);
  const { environment } = settings;
  const hubUrl = (environment['HF_ENDPOINT'] ?? ENDPOINT).replace(/\/+$/, '');
  const token = environment['HF_TOKEN'] ?? environment['HUGGING_FACE_HUB_TOKEN'] ?? '';
  const hub = await settings.loadHub().catch((error: unknown) => {
    const message = `${path} is read with @huggingface/hub, which is not installed: npm install @huggingface/hub`;
    throw new LabelmillError('USAGE', message, { source: path, install: '@huggingface/hub' }, error);
  });
  const access = { hubUrl, fetch: createPatientFetch(settings), ...(token === '' ? {} : { accessToken: token }) };
  try {
    const { repository, revision } = address;
    const { sha } = await hub.datasetInfo({ name: repository, revision, additionalFields: ['sha'], ...access });
    const listing = { repo: { type: 'dataset', name: repository } as const, revision: sha, ...access };
    const files = await findFiles(hub, address, listing);
    if (files.length === 0)
      throw new LabelmillError('SOURCE_MISSING', `there is no data file at ${path}: check the path`, { source: path });
    return [...files].sort(byCodePoint).map((file) => ({
      name: `${address.prefix}/${file}`,
      url: `${hubUrl}/datasets/${repository}/resolve/${sha}/${file.split('/').map(encodeURIComponent).join('/')}`,
      accessAdvice: TOKEN_ADVICE,
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    }));
  } catch (error) {
    throw explained(path, error);
  }
}

interface Listing {
  readonly repo: { readonly type: 'dataset'; readonly name: string };
  readonly revision: string;
  readonly hubUrl: string;
  readonly fetch: typeof fetch;
  readonly accessToken?: string;
}

async function findFiles(hub: Hub, { path }: HubAddress, listing: Listing): Promise<readonly string[]> {
  if (isGlob(path)) {
    const pattern = globPattern(path);
    const folder = path.split('/').slice(0, path.split('/').findIndex(isGlob)).join('/');
    return (await namesIn(hub, folder, listing)).filter((name) => pattern.test(name));
  }
  if (path !== '') {
    const [entry] = await hub.pathsInfo({ paths: [path], ...listing });
    if (entry === undefined) return [];
    if (entry.type === 'file') return [path];
  }
  const isShown = (name: string): boolean =>
    !name
      .slice(path.length)
      .split('/')
      .some((part) => /^[._]/.test(part));
  return (await namesIn(hub, path, listing)).filter((name) => isDataFile(name) && isShown(name));
}

async function namesIn(hub: Hub, folder: string, listing: Listing): Promise<readonly string[]> {
  const names: string[] = [];
  const isFile = (entry: ListFileEntry): boolean => entry.type === 'file';
  for await (const entry of hub.listFiles({
    ...listing,
    path: folder.split('/').map(encodeURIComponent).join('/'),
    recursive: true,
  }))
    if (isFile(entry)) names.push(entry.path);
  return names;
}

function explained(path: string, error: unknown): LabelmillError {
  if (error instanceof LabelmillError) return error;
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0;
  const facts = { source: path, status };
  if (status === 401 || status === 403)
    return new LabelmillError(
      'SOURCE_UNREADABLE',
      `the Hub refuses access to ${path} (${status}): ${TOKEN_ADVICE}`,
      facts,
      error,
    );
  if (status === 404)
    return new LabelmillError(
      'SOURCE_UNREADABLE',
      `the Hub has no ${path} (404): check data set, revision and path; if it is private, ${TOKEN_ADVICE}`,
      facts,
      error,
    );
  const reason =
    status === 0 ? reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error) : `it answers ${status}`;
  return new LabelmillError('SOURCE_UNREADABLE', `cannot ask the Hub for ${path}: ${reason}`, { ...facts, reason }, error);
}
