import type { HttpAddress } from './http-address.js';
import { LabelmillError } from '../../core/errors.js';

/** What tells one state of a remote file from another. */
export interface Version {
  readonly etag: string | undefined;
  readonly modified: string | undefined;
  /** Bytes of the whole file; undefined where the server does not say. */
  readonly sizeBytes: number | undefined;
  /** The body is encoded in transit, so that bytes can't be asked for by their place. */
  readonly isEncoded: boolean;
}

/** The version that an answer is of. */
export function versionOf({ headers, status }: Response): Version {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  const isEncoded = encoding !== '' && encoding !== 'identity';
  return {
    etag: headers.get('etag') ?? undefined,
    modified: headers.get('last-modified') ?? undefined,
    sizeBytes: isEncoded
      ? undefined
      : status === 206
        ? totalOf(headers.get('content-range'))
        : wholeNumber(headers.get('content-length')),
    isEncoded,
  };
}

/** Headers that ask for the rest of the same version; none where the server could not tell that it is the same. */
export function rangeHeaders(version: Version, offset: number): Readonly<Record<string, string>> {
  const { etag, modified, isEncoded } = version;
  const strong = etag?.startsWith('W/') === true ? undefined : etag;
  const validator = strong ?? modified;
  return validator === undefined || isEncoded || offset === 0 ? {} : { range: `bytes=${offset}-`, 'if-range': validator };
}

/** First byte of a partial answer; undefined where it does not say. */
export function firstByteOf(response: Response): number | undefined {
  return wholeNumber(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1]);
}

/** @throws LabelmillError SOURCE_CHANGED where two answers are of different versions */
export function refuseOtherVersion(address: HttpAddress, first: Version, now: Version): void {
  const differ = (a: unknown, b: unknown): boolean => a !== undefined && b !== undefined && a !== b;
  if (differ(first.sizeBytes, now.sizeBytes))
    throw changed(address, `it had ${first.sizeBytes} bytes and now has ${now.sizeBytes}`);
  if (differ(first.etag, now.etag)) throw changed(address, 'its ETag is another');
  if (first.etag === undefined && differ(first.modified, now.modified)) throw changed(address, 'its date is another');
}

export function changed({ name }: HttpAddress, how: string): LabelmillError {
  const message = `${name} changed while it was read: ${how}; run again when nothing writes to it`;
  return new LabelmillError('SOURCE_CHANGED', message, { source: name });
}

function totalOf(range: string | null): number | undefined {
  return wholeNumber(/\/(\d+)$/.exec(range ?? '')?.[1]);
}

function wholeNumber(text: string | null | undefined): number | undefined {
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}
