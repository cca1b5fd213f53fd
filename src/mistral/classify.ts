import type { Input } from '../core/example.js';
import { strangeAnswer } from './answer.js';
import { isObject, listMember, member } from './member.js';
import type { Service } from './request.js';

/** What a model says of an input: target → class → score from 0 to 1. */
export type Scores = ReadonlyMap<string, ReadonlyMap<string, number>>;

const MODEL_ADVICE: ReadonlyMap<number, string> = new Map([
  [404, 'see the models with labelmill model list'],
  [413, 'send fewer or shorter texts at a time: --batch'],
]);

/**
 * Asks a model about inputs, which must be all texts or all chats: one request, repeated where that may help.
 * @returns an answer for each, in the same order
 * @throws LabelmillError, as requests do; SERVICE_REFUSED where answers are missing or are no scores
 */
export async function classify(
  service: Service,
  model: string,
  inputs: readonly Input[],
  signal?: AbortSignal,
): Promise<readonly Scores[]> {
  const what = `classify with ${model}`;
  const isChat = inputs[0]?.kind === 'messages';
  const input = inputs.map((each) => (each.kind === 'text' ? each.text : { messages: each.messages }));
  const path = isChat ? '/v1/chat/classifications' : '/v1/classifications';
  const answer = await service.send(
    { method: 'POST', path, what, json: { model, input }, repeat: 'passing', advice: MODEL_ADVICE },
    signal,
  );
  const results = listMember(answer, 'results').flatMap((result) => readScores(result) ?? []);
  if (results.length !== inputs.length) throw strangeAnswer(service.host, what);
  return results;
}

function readScores(result: unknown): Scores | undefined {
  if (!isObject(result)) return undefined;
  const targets = new Map<string, ReadonlyMap<string, number>>();
  for (const [target, value] of Object.entries(result)) {
    const given = member(value, 'scores');
    if (!isObject(given)) return undefined;
    const scores = new Map<string, number>();
    for (const [name, score] of Object.entries(given)) {
      if (typeof score !== 'number') return undefined;
      scores.set(name, score);
    }
    targets.set(target, scores);
  }
  return targets.size === 0 ? undefined : targets;
}
