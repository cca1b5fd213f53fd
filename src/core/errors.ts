/** Exit codes of the command line, one per way a run can end. See the README. */
export const EXIT = {
  done: 0,
  dataFailed: 1,
  usage: 2,
  io: 3,
  busy: 4,
  unreachable: 5,
  refused: 6,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/** Every error code with the exit code it leads to. Codes are public, documented and never reused. */
export const ERROR_CODES = {
  // the command can't run as given
  USAGE: EXIT.usage,
  CONFIG_INVALID: EXIT.usage,
  CONFIG_UNREADABLE: EXIT.usage,
  SCHEMA_INVALID: EXIT.usage,
  SOURCE_MISSING: EXIT.usage,
  SOURCE_IS_OUTPUT: EXIT.usage,
  PACKAGE_MISSING: EXIT.usage,
  FIELD_MISSING: EXIT.usage,
  HEADER_INVALID: EXIT.usage,
  RATIOS_INVALID: EXIT.usage,
  BALANCE_INVALID: EXIT.usage,
  KEY_MISSING: EXIT.usage,
  // the data failed
  FORMAT_UNKNOWN: EXIT.dataFailed,
  SOURCE_MALFORMED: EXIT.dataFailed,
  NO_ROWS: EXIT.dataFailed,
  TOO_MANY_REJECTS: EXIT.dataFailed,
  NO_CLASS_LEFT: EXIT.dataFailed,
  SINGLE_CLASS: EXIT.dataFailed,
  DUPLICATES_FOUND: EXIT.dataFailed,
  CONTRADICTIONS_FOUND: EXIT.dataFailed,
  SMALL_CLASSES: EXIT.dataFailed,
  LIMIT_EXCEEDED: EXIT.dataFailed,
  OUTPUT_CORRUPT: EXIT.dataFailed,
  // input or output failed
  SOURCE_UNREADABLE: EXIT.io,
  SOURCE_CHANGED: EXIT.io,
  OUTPUT_UNWRITABLE: EXIT.io,
  SYSTEM_FAILED: EXIT.io,
  // the output is not ours to take
  OUTPUT_BUSY: EXIT.busy,
  OUTPUT_NOT_OURS: EXIT.busy,
  // the service can't be reached, or asks to come back later
  SERVICE_UNREACHABLE: EXIT.unreachable,
  SERVICE_BUSY: EXIT.unreachable,
  // the service refuses
  KEY_REFUSED: EXIT.refused,
  SERVICE_REFUSED: EXIT.refused,
  SERVICE_CONFLICT: EXIT.refused,
  SERVICE_RETIRED: EXIT.refused,
  JOB_FAILED: EXIT.refused,
  // stopped by the caller
  ABORTED: EXIT.interrupted,
  // a bug of ours
  INTERNAL: EXIT.bug,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Facts that go with an error, for programs: paths, lines, counts. Never secrets, never training text. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * The one error this package throws on purpose. The message says what happened, where, and what to do next;
 * `cause` keeps the error underneath.
 */
export class LabelmillError extends Error {
  override readonly name = 'LabelmillError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.facts = facts;
  }

  /** Exit code the command line ends with. */
  get exitCode(): number {
    return ERROR_CODES[this.code];
  }
}

/** Whether the error is about what a source holds, or how it was said to be read, and not about reaching it. */
export function isOfContent(error: unknown): boolean {
  return error instanceof LabelmillError && [EXIT.dataFailed, EXIT.usage].some((code) => code === error.exitCode);
}

/** Node's error code (`ENOENT`, `EACCES`, …) or the message, for "cannot read X: …". */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
