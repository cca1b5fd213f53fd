import type { Example, Input } from '../../src/core/example.js';

export const ORIGIN = { source: 'data.csv', row: 1, line: 2, byte: 10 } as const;

export function example(input: string | Input, ...labels: Example['labels']): Example {
  return {
    origin: ORIGIN,
    input: typeof input === 'string' ? { kind: 'text', text: input } : input,
    labels,
    raw: () => 'raw row',
  };
}
