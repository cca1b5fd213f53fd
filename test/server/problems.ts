import type { RouteAnswer } from './server.js';

/** A refusal of one part of a request, in the form of FastAPI. */
export function problem(place: readonly (string | number)[], message: string, type = 'value_error'): RouteAnswer {
  const isValue = type === 'value_error';
  const detail = { type, loc: place, msg: isValue ? `Value error, ${message}` : message, ctx: { error: message } };
  return { status: 422, json: { detail: [detail] } };
}
