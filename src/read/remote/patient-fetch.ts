import { failureOfError, failureOfStatus, type Failure } from './failure.js';
import { delayAfter, LONGEST_WAIT_MS, TRIES, type RemoteSettings } from './settings.js';

/** A fetch for short answers that tries again where another request may succeed, six times in all. */
export function createPatientFetch({ wait, idleTimeoutMs }: RemoteSettings): typeof fetch {
  return async (input, init) => {
    for (let failures = 1; ; failures++) {
      let failure: Failure | undefined;
      try {
        const response = await fetch(input, { ...init, signal: AbortSignal.timeout(idleTimeoutMs) });
        failure = failureOfStatus(response, Date.now());
        if (failure?.isPassing !== true || failures === TRIES || failure.delayMs > LONGEST_WAIT_MS) return response;
        await response.body?.cancel();
      } catch (error) {
        failure = failureOfError(error);
        if (!failure.isPassing || failures === TRIES) throw error;
      }
      await wait(Math.max(delayAfter(failures), failure.delayMs), undefined);
    }
  };
}
