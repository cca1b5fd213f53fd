import { createHash } from 'node:crypto';
import type { Jobs } from './jobs.js';
import { problem } from './problems.js';
import type { ReceivedRequest, RouteAnswer, Routes } from './server.js';

/** Scores of one text: target → class → score. */
export type Guess = (text: string, model: string) => Readonly<Record<string, Readonly<Record<string, number>>>>;

interface Card {
  archived: boolean;
  name: string | null;
  description: string | null;
}

/** Models that jobs have trained, and what they say. */
export function classifierRoutes({ jobs, guess }: { readonly jobs: Jobs; readonly guess?: Guess }): Routes {
  const cards = new Map<string, Card>();
  const deleted = new Set<string>();
  const models = () => jobs.trained().filter(({ model }) => !deleted.has(model));
  const cardOf = (model: string): Card => {
    const known = cards.get(model) ?? { archived: false, name: null, description: null };
    cards.set(model, known);
    return known;
  };
  const withModel = (id: string | undefined, answer: (found: ReturnType<typeof models>[number]) => RouteAnswer): RouteAnswer => {
    const found = models().find(({ model }) => model === id);
    if (found !== undefined) return answer(found);
    const json = {
      object: 'error',
      message: `The model ${id} does not exist`,
      type: 'model_not_found',
      param: null,
      code: '3040',
    };
    return { status: 404, json };
  };
  const listed = ({ model, job }: ReturnType<typeof models>[number]): object => ({
    id: model,
    object: 'model',
    created: Math.floor(job.createdAt),
    owned_by: '8a3b1c2d',
    capabilities: { ...CAPABILITIES, classification: true },
    ...cardOf(model),
    type: 'fine-tuned',
    job: job.id,
    root: 'ministral-3b-latest',
  });
  const longForm = (found: ReturnType<typeof models>[number]): object => ({
    ...listed(found),
    workspace_id: 'w',
    root_version: '2410',
    max_context_length: 131072,
    model_type: 'classifier',
    classifier_targets: found.job.targets.map((target) => ({ weight: 1, loss_function: 'single_class', ...target })),
  });
  const setArchived =
    (isArchived: boolean) =>
    (_request: ReceivedRequest, [id]: readonly string[]) =>
      withModel(id, ({ model }) => {
        cardOf(model).archived = isArchived;
        return { json: { id: model, object: 'model', archived: isArchived } };
      });
  const scores = (id: string, text: string): object =>
    guess === undefined
      ? guessByWords(
          text,
          models().find(({ model }) => model === id)!,
        )
      : withScores(guess(text, id));
  const answer = (model: string, texts: readonly string[]): RouteAnswer => {
    const id = createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 32);
    return { json: { id, model, results: texts.map((text) => scores(model, text)) } };
  };
  const classification = (request: ReceivedRequest, textOf: (input: any) => string | undefined): RouteAnswer => {
    const body: any = JSON.parse(request.body.toString('utf8'));
    const extra = Object.keys(body).find((name) => !['model', 'input', 'metadata'].includes(name));
    if (extra !== undefined) return problem(['body', extra], 'Extra inputs are not permitted', 'extra_forbidden');
    const inputs: readonly unknown[] = [body.input].flat();
    const texts = inputs.map(textOf);
    const wrong = texts.indexOf(undefined);
    if (inputs.length === 0 || wrong >= 0)
      return problem(['body', 'input', Math.max(wrong, 0)], 'Input should be valid', 'type_error');
    return withModel(body.model, ({ model }) => answer(model, texts.map(String)));
  };

  return {
    'GET /v1/models': () => ({ json: { object: 'list', data: [BASE, ...models().map(listed)] } }),
    'GET /v1/models/:id': (_request, [id]) => withModel(id, (found) => ({ json: listed(found) })),
    'DELETE /v1/models/:id': (_request, [id]) =>
      withModel(id, ({ model }) => {
        deleted.add(model);
        return { json: { id: model, object: 'model', deleted: true } };
      }),
    'PATCH /v1/fine_tuning/models/:id': (request, [id]) =>
      withModel(id, (found) => {
        Object.assign(cardOf(found.model), JSON.parse(request.body.toString('utf8')));
        return { json: longForm(found) };
      }),
    'POST /v1/fine_tuning/models/:id/archive': setArchived(true),
    'DELETE /v1/fine_tuning/models/:id/archive': setArchived(false),
    'POST /v1/classifications': (request) => classification(request, (input) => (typeof input === 'string' ? input : undefined)),
    'POST /v1/chat/classifications': (request) =>
      classification(request, (input) => input?.messages?.map(({ content }: any) => content).join(' ')),
  };
}

const CAPABILITIES = {
  completion_chat: false,
  completion_fim: false,
  function_calling: false,
  fine_tuning: false,
  vision: false,
  classification: false,
};
const BASE = {
  id: 'ministral-3b-latest',
  object: 'model',
  created: 1744800000,
  owned_by: 'mistralai',
  capabilities: { ...CAPABILITIES, completion_chat: true, fine_tuning: true },
  type: 'base',
};

function withScores(targets: ReturnType<Guess>): object {
  return Object.fromEntries(Object.entries(targets).map(([name, scores]) => [name, { scores }]));
}

/** Scores by words that a text shares with the training examples of a class; they sum to 1, as the service's do. */
function guessByWords(text: string, { job, examples }: ReturnType<Jobs['trained']>[number]): object {
  const words = new Set(text.toLowerCase().split(/\W+/));
  const results = job.targets.map(({ name, labels }) => {
    const weights = labels.map((label) => {
      const own = examples.filter((example) => [example.labels[name]].flat().includes(label));
      const shared = own.map((example) => {
        const said: string = example.text ?? example.messages.map(({ content }: any) => content).join(' ');
        return said
          .toLowerCase()
          .split(/\W+/)
          .filter((word) => words.has(word)).length;
      });
      return Math.exp(Math.max(0, ...shared));
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return [name, { scores: Object.fromEntries(labels.map((label, at) => [label, (weights[at] ?? 0) / sum])) }];
  });
  return Object.fromEntries(results);
}
