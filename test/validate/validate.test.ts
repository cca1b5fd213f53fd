import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/canonical-json.js';
import { LabelmillError } from '../../src/core/errors.js';
import type { Example } from '../../src/core/example.js';
import { isReject } from '../../src/core/reject.js';
import { compileMapping, type Mapping } from '../../src/normalize/normalize.js';
import { createValidator, toRecord, type ValidatorOptions } from '../../src/validate/validate.js';
import { record } from '../normalize/rows.js';
import { example, ORIGIN } from './examples.js';

async function reasonOf(subject: Example, options: ValidatorOptions): Promise<string | undefined> {
  const validator = await createValidator(options);
  const reject = validator.validate(subject);
  if (reject === undefined) return undefined;
  expect(reject).toMatchObject({ stage: 'validate', origin: ORIGIN, raw: 'raw row' });
  return `${reject.code}: ${reject.message}`;
}

async function schemaError(userSchema: object): Promise<LabelmillError> {
  try {
    await createValidator({ targets: ['y'], userSchema });
  } catch (error) {
    if (error instanceof LabelmillError) return error;
    throw error;
  }
  throw new Error('the schema was accepted');
}

describe('the record of an example', () => {
  it('has text or messages first, then the targets in mapping order without those that are missing', () => {
    const chat = { kind: 'messages', messages: [{ role: 'user', content: 'hi' }] } as const;
    expect(canonicalJson(toRecord(example('hi', 'x', undefined, ['a', 'b']), ['z', 'y', 'a']))).toBe(
      '{"text":"hi","labels":{"z":"x","a":["a","b"]}}',
    );
    expect(canonicalJson(toRecord(example(chat, 'x'), ['y']))).toBe(
      '{"messages":[{"role":"user","content":"hi"}],"labels":{"y":"x"}}',
    );
  });

  it('has targets called as a prototype has it', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const { labels } = toRecord(example('hi', 'a', ['b'], 'c', 'd'), names);
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'a'],
      ['constructor', ['b']],
      ['toString', 'c'],
      ['hasOwnProperty', 'd'],
    ]);
    expect(canonicalJson(labels)).toBe('{"__proto__":"a","constructor":["b"],"toString":"c","hasOwnProperty":"d"}');
    expect(Object.getPrototypeOf(labels)).toBeNull();
  });
});

describe('the schema of a line', () => {
  const schema: unknown = JSON.parse(readFileSync(new URL('../../schemas/example.schema.json', import.meta.url), 'utf8'));

  it('accepts good examples', async () => {
    const validator = await createValidator({ targets: ['a', 'b', '__proto__'] });
    expect(validator.validate(example('hi', 'x', undefined, undefined))).toBeUndefined();
    expect(validator.validate(example('', undefined, ['x', 'y'], 'z'))).toBeUndefined();
    const messages = [{ role: 'tool', content: '' }] as const;
    expect(validator.validate(example({ kind: 'messages', messages }, 'x', undefined, undefined))).toBeUndefined();
  });

  it.each<[string, Example, string]>([
    ['no label', example('hi', undefined), 'schema-invalid: /labels must NOT have fewer than 1 properties'],
    [
      'an empty list',
      example('hi', []),
      'schema-invalid: /labels/a~1b must be string; /labels/a~1b must NOT have fewer than 1 items',
    ],
    ['a repeated class', example('hi', ['x', 'x']), 'must NOT have duplicate items'],
    [
      'no message',
      example({ kind: 'messages', messages: [] }, 'x'),
      'schema-invalid: /messages must NOT have fewer than 1 items',
    ],
  ])('refuses %s', async (_, subject, expected) => {
    expect(await reasonOf(subject, { targets: ['a/b'] })).toContain(expected);
  });

  it('refuses an unknown role and names the four', async () => {
    const message: Example['input'] = JSON.parse('{"kind":"messages","messages":[{"role":"bot","content":"x"}]}');
    expect(await reasonOf(example(message, 'x'), { targets: ['y'] })).toBe(
      'schema-invalid: /messages/0/role must be one of "system", "user", "assistant", "tool"',
    );
  });

  it('refuses lines that the program never writes', async () => {
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const fits = new Ajv2020({ strict: true, strictRequired: false }).compile(
      typeof schema === 'object' && schema !== null ? schema : {},
    );
    const line = { text: 'a', labels: { y: 'b' } };
    expect(fits(line)).toBe(true);
    for (const bad of [
      { ...line, messages: [{ role: 'user', content: 'x' }] },
      { labels: line.labels },
      { text: 'a' },
      { ...line, id: 1 },
      [],
    ]) {
      expect([bad, fits(bad)]).toEqual([bad, false]);
    }
  });

  it('accepts every example that normalize makes', async () => {
    const mappings: readonly Mapping[] = [
      { text: 'text', labels: JSON.parse('{"__proto__":{"field":"a"},"b":{"field":"b","optional":true}}') },
      { messages: 'a', labels: { b: { field: 'b', none: 'none' } } },
      { text: 'text', labels: { c: { object: 'b', none: 'none' } } },
    ];
    const member = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.array(fc.string({ minLength: 1 })),
      fc.dictionary(fc.string(), fc.double()),
      fc.constantFrom([['user', 'hi']], [{ role: 'tool', content: '\ud800' }]),
    );
    for (const mapping of mappings) {
      const normalizer = compileMapping(mapping);
      const validator = await createValidator({ targets: normalizer.targets });
      let examples = 0;
      fc.assert(
        fc.property(fc.string(), member, member, (text, a, b) => {
          const result = normalizer.normalize(record({ text, a, b }));
          if (isReject(result)) return;
          examples++;
          expect(validator.validate(result)).toBeUndefined();
        }),
        { numRuns: 1000 },
      );
      expect(examples).toBeGreaterThan(20);
    }
  });
});

describe('limits', () => {
  it('hold for the text in code points, and only where one is set', async () => {
    const emoji = '\u{1f600}'.repeat(5);
    expect(await reasonOf(example(emoji, 'x'), { targets: ['y'], maxTextChars: 5 })).toBeUndefined();
    expect(await reasonOf(example(`${emoji}a`, 'x'), { targets: ['y'], maxTextChars: 5 })).toBe(
      'text-too-long: the text has 6 characters, and the limit is 5',
    );
    expect(await reasonOf(example('\udc00\ud800\ud800\udc00', 'x'), { targets: ['y'], maxTextChars: 3 })).toBeUndefined();
    expect(await reasonOf(example('a'.repeat(1_000_000), 'x'), { targets: ['y'] })).toBeUndefined();
  });

  it('hold for all messages together', async () => {
    const messages = [
      { role: 'user', content: 'abc' },
      { role: 'user', content: 'def' },
    ] as const;
    const chat = example({ kind: 'messages', messages }, 'x');
    expect(await reasonOf(chat, { targets: ['y'], maxTextChars: 6 })).toBeUndefined();
    expect(await reasonOf(chat, { targets: ['y'], maxTextChars: 5 })).toContain('text-too-long: ');
  });

  it('hold for class names in UTF-8 bytes, 1024 by default', async () => {
    expect(await reasonOf(example('a', 'é'.repeat(512)), { targets: ['y'] })).toBeUndefined();
    expect(await reasonOf(example('a', ['b', `${'é'.repeat(512)}x`]), { targets: ['y'] })).toBe(
      `label-too-long: target "y": the class "${'é'.repeat(39)}…" has 1025 bytes, and the limit is 1024 (limits.classBytes)`,
    );
    expect(await reasonOf(example('a', 'abc'), { targets: ['y'], maxClassBytes: 2 })).toContain('label-too-long: ');
  });

  it('hold for the classes of a target, 1000 by default', async () => {
    const names = Array.from({ length: 1001 }, (_, at) => `c${at}`);
    expect(await reasonOf(example('a', names.slice(1)), { targets: ['y'] })).toBeUndefined();
    expect(await reasonOf(example('a', names), { targets: ['y'] })).toBe(
      'schema-invalid: target "y" has 1001 classes, and the limit is 1000 (limits.labelsPerRow)',
    );
  });
});

describe("the user's schema", () => {
  const labels = { type: 'object', properties: { y: { enum: ['a', 'b'] } }, required: ['y'], additionalProperties: false };

  it.each([
    [undefined],
    ['https://json-schema.org/draft/2020-12/schema'],
    ['https://json-schema.org/draft/2019-09/schema'],
    ['http://json-schema.org/draft-07/schema#'],
    ['http://json-schema.org/draft-07/schema'],
  ])('holds besides, in draft %s', async ($schema) => {
    const userSchema = {
      ...($schema === undefined ? {} : { $schema }),
      properties: { text: { maxLength: 3, format: 'email' }, labels },
    };
    const options = { targets: ['y', 'z'], userSchema };
    expect(await reasonOf(example('abc', 'a', undefined), options)).toBeUndefined();
    expect(await reasonOf(example('abcd', 'a', undefined), options)).toBe(
      'schema-invalid: by your schema, /text must NOT have more than 3 characters',
    );
    expect(await reasonOf(example('abc', 'c', undefined), options)).toBe(
      'schema-invalid: by your schema, /labels/y must be one of "a", "b"',
    );
    expect(await reasonOf(example('abc', 'a', 'b'), options)).toBe(
      'schema-invalid: by your schema, /labels must not have the property "z"',
    );
    expect(await reasonOf(example('abc', undefined, 'b'), options)).toBe(
      "schema-invalid: by your schema, /labels must have required property 'y'",
    );
  });

  it('sees a target of an odd name only where it is there', async () => {
    const userSchema = { properties: { labels: { required: ['constructor'] } } };
    expect(await reasonOf(example('a', 'x', undefined), { targets: ['y', 'constructor'], userSchema })).toContain(
      'must have required property',
    );
    expect(await reasonOf(example('a', 'x', 'x'), { targets: ['y', 'constructor'], userSchema })).toBeUndefined();
  });

  it('may have several patterns, each of which counts', async () => {
    const userSchema = { properties: { text: { allOf: [{ pattern: '^a+' }, { pattern: 'b+$' }] } } };
    expect(await reasonOf(example('ab', 'a'), { targets: ['y'], userSchema })).toBeUndefined();
    expect(await reasonOf(example('aa', 'a'), { targets: ['y'], userSchema })).toContain('/text must match pattern "b+$"');
    expect(await reasonOf(example('bb', 'a'), { targets: ['y'], userSchema })).toContain('/text must match pattern "^a+"');
  });

  it('may refer to its own parts', async () => {
    const userSchema = {
      $id: 'urn:labelmill:schemas:example',
      $defs: { short: { maxLength: 1 } },
      properties: { text: { $ref: '#/$defs/short' } },
    };
    expect(await reasonOf(example('ab', 'a'), { targets: ['y'], userSchema })).toContain(
      '/text must NOT have more than 1 characters',
    );
  });

  it.each<[object, string]>([
    [{ type: 'strin' }, "the schema can't be used: at /type must be equal to one of the allowed values"],
    [{ properties: { text: { maxLenght: 3 } } }, 'the schema can\'t be used: unknown keyword: "maxLenght"'],
    [
      { $ref: 'https://example.com/other.json' },
      "can't resolve reference https://example.com/other.json from id #; references lead inside the schema only",
    ],
    [{ $ref: 'file:///etc/passwd' }, "can't resolve reference file:///etc/passwd"],
    [
      { $schema: 'http://json-schema.org/draft-04/schema#' },
      '"$schema" must be one of https://json-schema.org/draft/2020-12/schema, ',
    ],
    [{ $schema: 7 }, '"$schema" must be one of '],
    [{ $async: true }, '"$async" is not supported'],
    [{ properties: { text: { pattern: '(' } } }, 'Invalid regular expression'],
  ])('%j is an error', async (userSchema, expected) => {
    const error = await schemaError(userSchema);
    expect([error.code, error.exitCode]).toEqual(['SCHEMA_INVALID', 2]);
    expect(error.message).toContain(expected);
  });
});
