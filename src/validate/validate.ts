import { readFile } from 'node:fs/promises';
import type { ValidateFunction } from 'ajv';
import { LabelmillError } from '../core/errors.js';
import type { Example } from '../core/example.js';
import type { Reject } from '../core/reject.js';
import { rejectExample } from './example-reject.js';
import { describeViolation } from './describe-violation.js';
import { checkLimits, type Limits } from './limits.js';
import { toRecord } from './record.js';
import { compileUserSchema } from './user-schema.js';

export { toRecord, type ExampleRecord, type LabelRecord } from './record.js';

/** Schema of a line, in the package; `src` and `dist` are equally far from it. */
const SCHEMA = new URL('../../schemas/example.schema.json', import.meta.url);

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
 * Makes the validator of a run: the schema of a line, the limits, then the user's schema. Loads ajv, which takes 0.2 s.
 * @throws LabelmillError SCHEMA_INVALID for a user's schema that can't be used
 */
export async function createValidator(options: ValidatorOptions): Promise<Validator> {
  const { targets, userSchema } = options;
  const fitsLine = await compileLineSchema();
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

async function compileLineSchema(): Promise<ValidateFunction> {
  try {
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const schema: unknown = JSON.parse(await readFile(SCHEMA, 'utf8'));
    if (typeof schema !== 'object' || schema === null) throw new TypeError('not an object');
    return new Ajv2020({ strict: true, strictRequired: false, logger: false }).compile(schema);
  } catch (error) {
    throw new LabelmillError(
      'INTERNAL',
      `cannot use ${SCHEMA.pathname}: install the package again`,
      { path: SCHEMA.pathname },
      error,
    );
  }
}
