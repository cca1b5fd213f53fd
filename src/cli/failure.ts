import { EXIT, LabelmillError } from '../core/errors.js';
import type { Session } from './session.js';

/** Tells why a command ended, on stderr and with --json as a document on stdout. @returns the exit code */
export function explainFailure(error: unknown, session: Session, asJson: boolean): number {
  const interrupted = session.interruptedBy();
  if (interrupted !== undefined) {
    session.err('stopped; nothing was written\n');
    return interrupted;
  }
  if (error instanceof LabelmillError) {
    if (asJson)
      session.out(`${JSON.stringify({ error: { code: error.code, message: error.message, ...error.facts } }, undefined, 2)}\n`);
    session.err(`${session.errStyle('red', 'error')} ${error.code}: ${error.message}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (asJson) session.out(`${JSON.stringify({ error: { code: 'INTERNAL', message: 'a bug in labelmill' } }, undefined, 2)}\n`);
  session.err(`${session.errStyle('red', 'error')} INTERNAL: a bug in labelmill, please report it with this:\n${stack}\n`);
  return EXIT.bug;
}
