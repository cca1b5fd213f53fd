import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const NO_DEFAULT_EXPORT = 'Export by name: a default export has a different name in every file.';
const NO_EXPORT_ALL = 'List what the door gives out, name by name.';
const NO_PIPE = 'pipe() loses errors and leaks handles: use pipeline() or for await.';

/** Syntax that nothing in src may use, each with what to do instead. */
const FORBIDDEN_SYNTAX = [
  {
    selector:
      'CallExpression[optional=true] > *.arguments AwaitExpression, CallExpression[optional=true] > AwaitExpression.arguments',
    message: 'Arguments of an optional call are not evaluated where nobody listens: await them before it.',
  },
  { selector: 'ExportDefaultDeclaration', message: NO_DEFAULT_EXPORT },
  { selector: 'ExportSpecifier[exported.name="default"]', message: NO_DEFAULT_EXPORT },
  { selector: 'ExportAllDeclaration', message: NO_EXPORT_ALL },
  { selector: 'CallExpression[callee.property.name="pipe"]', message: NO_PIPE },
  {
    selector: ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind="let"]',
    message: 'State lives in the closure that a factory returns, never in a module.',
  },
];

const FORBIDDEN_PROPERTIES = [
  { object: 'process', property: 'exit', message: 'Throw a LabelmillError; the entry point sets process.exitCode.' },
  { object: 'Math', property: 'random', message: 'Randomness comes from the seed.' },
  { property: 'localeCompare', message: 'The order must not depend on a locale: use byCodePoint.' },
];

/** The folders whose answers depend on their arguments alone: no clock there. */
const PURE = ['core', 'normalize', 'validate', 'measure', 'balance', 'split', 'deal', 'forecast', 'evaluate'];

export default defineConfig(
  globalIgnores([
    'build/',
    'coverage/',
    'dist/',
    'src/*/kernel/',
    'out/',
    'reports/',
    'samples/',
    'test/bench/peers/.venv/',
    'test/bench/data/',
    'test/bench/out/',
  ]),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-unsafe-finally': 'error',
      'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
      'no-control-regex': 'error',
      'no-irregular-whitespace': 'error',
      'no-self-assign': 'error',
      'no-unused-labels': 'error',
      'no-useless-escape': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // code points are what is meant here
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // the methods here are closures that factories return, and are passed about freely
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      // `as const` stays allowed: it asserts nothing
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX],
      'no-restricted-properties': ['error', ...FORBIDDEN_PROPERTIES],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'node:process', importNames: ['exit'], message: 'Throw a LabelmillError; the entry point sets exitCode.' },
          ],
        },
      ],
    },
  },
  {
    files: PURE.map((folder) => `src/${folder}/**/*.ts`),
    rules: { 'no-restricted-globals': ['error', { name: 'Date', message: 'The answer must not depend on the time.' }] },
  },
  {
    // tests build broken values on purpose and look into answers they know the shape of
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
);
