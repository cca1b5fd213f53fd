import { LabelmillError } from '../../core/errors.js';
import type { Origin } from '../../core/origin.js';
import { findSyntaxFault, nearText } from './json-value.js';

/** The error for a piece of a document that is not JSON, with the line and byte where it stops being so. */
export function jsonFault(text: string, origin: Origin, cause: unknown): LabelmillError {
  const bytes = Buffer.from(text);
  // as Latin-1 a character is a byte, so that the place comes out in bytes
  const fault = findSyntaxFault(bytes.toString('latin1')) ?? { offset: 0, reason: 'unknown' };
  const { source } = origin;
  const line = origin.line + countLineEnds(bytes, fault.offset);
  const byte = origin.byte + fault.offset;
  const near = nearText(bytes.toString('utf8', fault.offset), 0);
  const message = `${source}:${line}: not valid JSON at byte ${byte}${near}: ${fault.reason}`;
  return new LabelmillError('SOURCE_MALFORMED', message, { source, line, byte }, cause);
}

function countLineEnds(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = 0; at < end; at++) {
    if (bytes[at] === 13 || (bytes[at] === 10 && bytes[at - 1] !== 13)) count++;
  }
  return count;
}
