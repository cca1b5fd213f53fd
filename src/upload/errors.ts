import { EXIT, LabelmillError, reasonOf, type ErrorFacts } from '../core/errors.js';

/** Whether another try may succeed. */
export function isPassing(error: unknown): error is LabelmillError {
  return error instanceof LabelmillError && error.exitCode === EXIT.unreachable;
}

/** Milliseconds the destination asks to wait; 0 where it asks for nothing. */
export function delayAskedBy(error: LabelmillError): number {
  const delay = error.facts['retryAfterMs'];
  return typeof delay === 'number' ? delay : 0;
}

/** A local file that can't be read. */
export function unreadable(path: string, error: unknown): LabelmillError {
  const reason = reasonOf(error);
  return new LabelmillError('SOURCE_UNREADABLE', `cannot read ${path} (${reason}): check the file`, { path, reason }, error);
}

/** A local file that is not what the manifest, or this run, found it to be. */
export function changed(path: string, what: string, facts: ErrorFacts = {}): LabelmillError {
  const message = `${path} ${what}: it is not what its manifest says; prepare it again, or see labelmill verify`;
  return new LabelmillError('SOURCE_CHANGED', message, { path, ...facts });
}

/** What a run that is stopped leaves: told by the fact `goesOn`. */
export function aborted(cause?: unknown): LabelmillError {
  const goesOn = 'what has arrived is in the journal, and the next run sends the rest';
  return new LabelmillError('ABORTED', `stopped by the caller; ${goesOn}`, { goesOn }, cause);
}

/**
 * Loads an optional package.
 * @throws LabelmillError PACKAGE_MISSING, which names what to install
 */
export async function loadPackage<Module>(names: readonly string[], load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (reasonOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    const list = names.join(' ');
    const message = `this destination needs ${names.join(' and ')}, which ${names.length > 1 ? 'are' : 'is'} not installed: npm install ${list}`;
    throw new LabelmillError('PACKAGE_MISSING', message, { packages: names }, error);
  }
}
