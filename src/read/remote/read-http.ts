import xxhash from 'xxhash-wasm';
import { LabelmillError } from '../../core/errors.js';
import { failureOfError, failureOfStatus, refusal, type Failure } from './failure.js';
import type { HttpAddress } from './http-address.js';
import { openRequest, type OpenRequest } from './open-request.js';
import { delayAfter, LONGEST_WAIT_MS, TRIES, type RemoteSettings } from './settings.js';
import { changed, firstByteOf, rangeHeaders, refuseOtherVersion, versionOf, type Version } from './version.js';

/** Bytes after which failures are counted anew: 1 MiB. */
const PROGRESS_BYTES = 1024 * 1024;

/**
 * The bytes of a remote file. A connection that breaks is taken up where it broke, by a range request that names the version
 * (RFC 9110, section 13.1.5); a server without ranges sends all again, of which the part that was read must be the same.
 * @throws LabelmillError SOURCE_UNREADABLE after six failures in a row or one that will last; SOURCE_CHANGED
 */
export async function* readHttp(
  address: HttpAddress,
  settings: RemoteSettings,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  const { create64 } = await xxhash();
  const seen = create64();
  let offset = 0;
  let version: Version | undefined;
  let failures = 0;
  for (;;) {
    let received = 0;
    let failure: Failure;
    const request = openRequest(address, version === undefined ? {} : rangeHeaders(version, offset), settings, signal);
    try {
      const begun = await begin(address, request, version, offset);
      if (begun.kind === 'failure') failure = begun.failure;
      else {
        version = begun.version;
        if (begun.isComplete) return;
        let skip = begun.skipBytes;
        const repeated = create64();
        for await (const piece of request.pieces()) {
          received += piece.length;
          const again = piece.subarray(0, skip);
          repeated.update(again);
          skip -= again.length;
          if (skip === 0 && again.length > 0 && repeated.digest() !== seen.digest())
            throw changed(address, `its first ${offset} bytes are others`);
          const fresh = piece.subarray(again.length);
          if (fresh.length === 0) continue;
          offset += fresh.length;
          seen.update(fresh);
          yield fresh;
        }
        const { sizeBytes } = version;
        if (skip > 0 && sizeBytes === undefined)
          throw changed(address, `it had ${offset} bytes or more and now has ${offset - skip}`);
        if (skip === 0 && (sizeBytes === undefined || sizeBytes === offset)) return;
        failure = { reason: `the server sent ${offset - skip} of ${String(sizeBytes)} bytes`, isPassing: true, delayMs: 0 };
      }
    } catch (error) {
      if (error instanceof LabelmillError || signal?.aborted === true) throw error;
      if (version?.sizeBytes === offset) return;
      failure = failureOfError(error);
    } finally {
      request.close();
    }
    failures = received >= PROGRESS_BYTES ? 1 : failures + 1;
    if (!failure.isPassing || failures >= TRIES || failure.delayMs > LONGEST_WAIT_MS) throw gaveUp(address, failure, failures);
    await settings.wait(Math.max(delayAfter(failures), failure.delayMs), signal);
  }
}

type Begun = Start | { readonly kind: 'failure'; readonly failure: Failure };

interface Start {
  readonly kind: 'start';
  readonly version: Version;
  /** Bytes to pass over, which were read before. */
  readonly skipBytes: number;
  readonly isComplete: boolean;
}

/** Waits for the answer and compares it with the first one. */
async function begin(address: HttpAddress, request: OpenRequest, first: Version | undefined, offset: number): Promise<Begun> {
  const response = await request.response();
  if (address.url.startsWith('https:') && response.url.startsWith('http:'))
    throw new LabelmillError(
      'SOURCE_UNREADABLE',
      `${address.name} redirects to an address without encryption, which is not followed`,
      {
        source: address.name,
      },
    );
  if (response.status === 416 && first !== undefined) {
    const now = versionOf416(response, first);
    refuseOtherVersion(address, first, now);
    if (now.sizeBytes === offset) return { kind: 'start', version: now, skipBytes: 0, isComplete: true };
    throw changed(address, `it has no more than ${offset} bytes`);
  }
  const failure = failureOfStatus(response, Date.now());
  if (failure !== undefined) {
    if (!failure.isPassing) throw refusal(address, response.status);
    return { kind: 'failure', failure };
  }
  const version = versionOf(response);
  if (first !== undefined) refuseOtherVersion(address, first, version);
  if (response.status === 200) return { kind: 'start', version, skipBytes: offset, isComplete: false };
  if (response.status === 206 && first !== undefined && firstByteOf(response) === offset)
    return {
      kind: 'start',
      version: { ...first, sizeBytes: first.sizeBytes ?? version.sizeBytes },
      skipBytes: 0,
      isComplete: false,
    };
  throw refusal(address, response.status);
}

/** A 416 has the size as `bytes * /N` and the length of its own body. */
function versionOf416(response: Response, first: Version): Version {
  const size = /^bytes \*\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
  return { ...first, etag: response.headers.get('etag') ?? undefined, sizeBytes: size === undefined ? undefined : Number(size) };
}

function gaveUp({ name }: HttpAddress, failure: Failure, failures: number): LabelmillError {
  const { reason, cause, delayMs } = failure;
  const late = delayMs > LONGEST_WAIT_MS ? ` and asks to come back in ${Math.ceil(delayMs / 1000)} seconds` : '';
  const tries = failures > 1 ? ` (tried ${failures} times)` : '';
  const message = `cannot read ${name}: ${reason}${late}${tries}; check the address and the network, and run again`;
  return new LabelmillError('SOURCE_UNREADABLE', message, { source: name, reason }, cause);
}
