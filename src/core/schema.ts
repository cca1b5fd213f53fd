import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import { LabelmillError, reasonOf } from './errors.js';

/**
 * A schema of the package as the function ajv made of it when the package was built (scripts/compile-schemas.mjs). Takes a few
 * milliseconds the first time; loading ajv and compiling takes a quarter of a second.
 * @throws LabelmillError INTERNAL where the package is not whole
 */
export function loadSchema<Value>(name: 'config' | 'example'): ValidateFunction<Value> {
  // `src` and `dist` are equally far from it
  const { pathname } = new URL(`../../dist/schemas/${name}.cjs`, import.meta.url);
  try {
    const check: unknown = createRequire(import.meta.url)(`../../dist/schemas/${name}.cjs`);
    if (!isCheck<Value>(check)) throw new TypeError('it is no function');
    return check;
  } catch (error) {
    throw new LabelmillError(
      'INTERNAL',
      `cannot use ${pathname}: ${reasonOf(error)}; install the package again`,
      { path: pathname },
      error,
    );
  }
}

function isCheck<Value>(value: unknown): value is ValidateFunction<Value> {
  return typeof value === 'function';
}
