import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Place } from './problem.js';

/** Where a text stops being JSON, and why. */
export interface JsonError {
  readonly place: Place;
  readonly message: string;
}

/**
 * Finds the first syntax error of a JSON text: comments, single quotes and trailing commas are errors.
 * @returns undefined where the text is JSON. Time O(text); the verifier is loaded only where JSON.parse has refused.
 */
export async function findJsonError(text: string): Promise<JsonError | undefined> {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return locate(text);
  }
}

async function locate(text: string): Promise<JsonError> {
  const { verifier } = await import('stream-json/utils/verifier.js');
  try {
    await pipeline(Readable.from([text]), verifier.asStream(), drain);
  } catch (error) {
    return { place: { line: numberOf(error, 'line'), column: numberOf(error, 'pos') }, message: messageOf(error) };
  }
  return { place: { line: 1, column: 1 }, message: 'the text' };
}

async function drain(tokens: AsyncIterable<unknown>): Promise<void> {
  const iterator = tokens[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

/** `ERROR at 8 (1, 9): Verifier cannot parse input: unexpected token '}'` → `unexpected token '}'`. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .slice(message.lastIndexOf(': ') + 1)
    .replace('Verifier has', '')
    .trim();
}

function numberOf(error: unknown, name: 'line' | 'pos'): number {
  const value: unknown =
    typeof error === 'object' && error !== null ? Object.entries(error).find(([key]) => key === name)?.[1] : 1;
  return typeof value === 'number' ? value : 1;
}
