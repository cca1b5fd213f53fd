import type { CheckResult } from '../index.js';
import { checkText } from './check-text.js';
import { jsonDocument } from './json-document.js';
import type { Session } from './session.js';

/** Writes what a check found, for standard output. */
export type CheckFormat = (result: CheckResult, session: Pick<Session, 'outStyle'>) => string;

/** Every format of --format. A new one: a line here. */
export const CHECK_FORMATS: ReadonlyMap<string, CheckFormat> = new Map<string, CheckFormat>([
  ['text', checkText],
  ['json', jsonDocument],
]);
