import { EXIT, LabelmillError, reasonOf, type ErrorFacts } from '../core/errors.js';
import { printable } from '../core/printable.js';
import { jsonDocument } from './json-document.js';
import type { Session } from './session.js';

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly facts: ErrorFacts;
  readonly exitCode: number;
}

/** Tells why a command ended, on stderr and with --json as a document on stdout. @returns the exit code */
export function explainFailure(error: unknown, session: Session, asJson: boolean): number {
  const stopped = stoppedBy(session, error);
  const { code, message, facts, exitCode } = stopped ?? describe(error);
  if (asJson) session.out(jsonDocument({ error: { code, message, ...facts } }));
  const lines = message.split('\n').map((line) => printable(line, Infinity));
  session.err(
    stopped === undefined ? `${session.errStyle('red', 'error')} ${code}: ${lines.join('\n')}\n` : `${lines.join('\n')}\n`,
  );
  return exitCode;
}

/** A run that a signal ended failed for no other reason, whatever the error. */
function stoppedBy(session: Session, error: unknown): Failure | undefined {
  const signal = session.interruptedBy();
  if (signal === undefined) return undefined;
  const rest = (error instanceof LabelmillError ? error.facts['goesOn'] : undefined) ?? 'nothing was written';
  const exitCode = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
  return { code: 'ABORTED', message: `stopped by ${signal}; ${String(rest)}`, facts: { signal }, exitCode };
}

/** What the system answers where it has no more to give, or a disk fails: no bug of ours, wherever it meets us. */
const SYSTEM_REASONS = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOSPC', 'EDQUOT', 'EIO', 'EROFS']);

/** What Node.js says where it finds a module whose files it can't open: it takes any failure of a call for a missing file. */
const NOT_LOADED = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

function describe(error: unknown): Failure {
  if (error instanceof LabelmillError && error.code !== 'INTERNAL') return error;
  const root = error instanceof LabelmillError ? error.cause : error;
  const reason = reasonOf(root);
  if (root instanceof Error && 'syscall' in root && SYSTEM_REASONS.has(reason)) {
    const facts = { reason, ...('path' in root && typeof root.path === 'string' ? { path: root.path } : {}) };
    const advice = /^E[MN]FILE$/.test(reason) ? 'raise the limit of open files (ulimit -n)' : 'make room or mend the disk';
    const message = `the system failed (${root.message}): ${advice}, then run again`;
    return new LabelmillError('SYSTEM_FAILED', message, facts, error);
  }
  if (NOT_LOADED.has(reason) && root instanceof Error) {
    const [what = ''] = root.message.split('\n');
    const message = `a part of labelmill can't be loaded (${what}): too many files are open (ulimit -n), or the installation is not whole`;
    return new LabelmillError('SYSTEM_FAILED', message, { reason }, error);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = `this is a bug in labelmill, please report it with what follows\n${stack}`;
  return { code: 'INTERNAL', message, facts: {}, exitCode: EXIT.bug };
}
