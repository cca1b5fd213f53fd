import { createHash } from 'node:crypto';

/** An id in the form of a UUID, the same in every run. */
export function idOf(kind: string, count: number): string {
  const digits = createHash('sha256').update(`${kind} ${count}`).digest('hex');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5');
}
