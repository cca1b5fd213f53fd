import { LabelmillError } from '../core/errors.js';
import { strangeAnswer } from './answer.js';
import { listMember, member, numberMember, stringMember } from './member.js';
import type { Service, ServiceRequest } from './request.js';

/** A model of the service. What it leaves out is undefined; times are seconds since 1970. */
export interface Model {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly createdAt?: number;
  readonly ownedBy?: string;
  readonly isFineTuned: boolean;
  readonly isArchived: boolean;
  /** The job it came of. */
  readonly job?: string;
}

const MODELS = '/v1/models';
const FINE_TUNED = '/v1/fine_tuning/models';
const ADVICE: ReadonlyMap<number, string> = new Map([[404, 'see the models with labelmill model list']]);

/** Models of the service and of the caller. */
export async function listModels(service: Service, signal?: AbortSignal): Promise<readonly Model[]> {
  const what = 'list the models';
  const answer = await service.send({ method: 'GET', path: MODELS, what }, signal);
  return listMember(answer, 'data').map((value) => {
    const model = readModel(value);
    if (model === undefined) throw strangeAnswer(service.host, what);
    return model;
  });
}

/** Gives a model another name, or a description. */
export async function renameModel(
  service: Service,
  id: string,
  words: { readonly name?: string; readonly description?: string },
  signal?: AbortSignal,
): Promise<void> {
  await send(
    service,
    { method: 'PATCH', path: pathOf(FINE_TUNED, id), what: `rename ${id}`, json: words, repeat: 'passing' },
    signal,
  );
}

/** Takes a model out of use, until it is taken back. */
export async function archiveModel(service: Service, id: string, signal?: AbortSignal): Promise<void> {
  const path = `${pathOf(FINE_TUNED, id)}/archive`;
  await send(service, { method: 'POST', path, what: `archive ${id}`, repeat: 'passing' }, signal);
}

/** Takes a model back into use. */
export async function unarchiveModel(service: Service, id: string, signal?: AbortSignal): Promise<void> {
  const path = `${pathOf(FINE_TUNED, id)}/archive`;
  await send(service, { method: 'DELETE', path, what: `take ${id} out of the archive`, repeat: 'passing' }, signal);
}

/** Deletes a model for good. Whether that was done where the answer is lost is asked for. */
export async function deleteModel(service: Service, id: string, signal?: AbortSignal): Promise<void> {
  const path = pathOf(MODELS, id);
  try {
    await send(service, { method: 'DELETE', path, what: `delete ${id}`, repeat: 'undone' }, signal);
  } catch (error) {
    if (!(error instanceof LabelmillError) || error.facts['isDoubtful'] !== true) throw error;
    const isThere = await service.send({ method: 'GET', path, what: `look for ${id}` }, signal).then(
      () => true,
      (reason: unknown) => !(reason instanceof LabelmillError && reason.facts['status'] === 404),
    );
    if (isThere) throw error;
  }
}

async function send(service: Service, request: ServiceRequest, signal: AbortSignal | undefined): Promise<void> {
  await service.send({ ...request, advice: ADVICE }, signal);
}

function pathOf(base: string, id: string): string {
  return `${base}/${encodeURIComponent(id)}`;
}

function readModel(value: unknown): Model | undefined {
  const id = stringMember(value, 'id');
  if (id === undefined) return undefined;
  const name = stringMember(value, 'name');
  const description = stringMember(value, 'description');
  const createdAt = numberMember(value, 'created');
  const ownedBy = stringMember(value, 'owned_by');
  const job = stringMember(value, 'job');
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(ownedBy === undefined ? {} : { ownedBy }),
    isFineTuned: id.startsWith('ft:') || job !== undefined,
    isArchived: member(value, 'archived') === true,
    ...(job === undefined ? {} : { job }),
  };
}
