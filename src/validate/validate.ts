import type { Example } from '../core/example.js';
import type { Reject } from '../core/reject.js';
import { loadSchema } from '../core/schema.js';
import { rejectExample } from './example-reject.js';
import { describeViolation } from './describe-violation.js';
import { checkLimits, type Limits } from './limits.js';
import { toRecord, type ExampleRecord } from './record.js';
import { compileUserSchema } from './user-schema.js';

export { toRecord, type ExampleRecord, type LabelRecord } from './record.js';

export interface ValidatorOptions extends Limits {
  /** Targets, in the order of an example's labels. */
  readonly targets: readonly string[];
  /** The user's own JSON Schema of a line, which must hold as well. */
  readonly userSchema?: object;
}

/** Tells whether an example fits the schemas and limits. */
export interface Validator {
  /** Why an example does not fit; undefined where it does. Synchronous, about 0.3 µs and the cost of the user's schema. */
  validate(example: Example): Reject | undefined;
}

/**
 * Makes the validator of a run: the schema of a line, the limits, then the user's schema.
 * @throws LabelmillError SCHEMA_INVALID for a user's schema that can't be used
 */
export async function createValidator(options: ValidatorOptions): Promise<Validator> {
  const { targets, userSchema } = options;
  const fitsLine = loadSchema<ExampleRecord>('example');
  const fitsUser = userSchema === undefined ? undefined : await compileUserSchema(userSchema);
  return {
    validate(example) {
      const record = toRecord(example, targets);
      if (!fitsLine(record)) return rejectExample(example, 'schema-invalid', describeViolation(fitsLine.errors));
      const limit = checkLimits(example, targets, options);
      if (limit !== undefined) return limit;
      if (fitsUser === undefined || fitsUser(record)) return undefined;
      return rejectExample(example, 'schema-invalid', `by your schema, ${describeViolation(fitsUser.errors)}`);
    },
  };
}
