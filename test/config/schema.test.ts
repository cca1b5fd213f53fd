import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/check/check.js';
import { checkOptions } from '../../src/config/check-options.js';
import { EVERY_OPTION, OTHER_MAPPINGS } from './options.fixture.js';

const schema: any = JSON.parse(await readFile(new URL('../../schemas/config.schema.json', import.meta.url), 'utf8'));

describe('the schema of a config file', () => {
  it('accepts every option of the type', () => {
    expect(checkOptions(EVERY_OPTION)).toMatchObject({ ok: true });
  });

  it('accepts every way to name text or messages', () => {
    for (const mapping of OTHER_MAPPINGS) expect(checkOptions({ mapping })).toMatchObject({ ok: true });
  });

  it('knows every check by its code', () => {
    expect(Object.keys(schema.properties.checks.properties)).toEqual(CATALOGUE.map(({ code }) => code));
  });

  it('has no property that no option uses', () => {
    const used = new Set([...keysIn(EVERY_OPTION), ...keysIn(OTHER_MAPPINGS), '$schema']);
    expect(properties(schema).filter(({ name }) => !used.has(name))).toEqual([]);
  });

  it('gives every property a title and a description, so that editors help', () => {
    const bare = properties(schema).filter(({ property }) => {
      const told = property.$ref === undefined ? property : { ...schema.$defs[property.$ref.split('/').at(-1)], ...property };
      return told.title === undefined || told.description === undefined;
    });
    expect(bare).toEqual([]);
  });

  it('takes no key that is not listed, wherever keys are not data', () => {
    const open = objects(schema).filter((part) => part.properties !== undefined && part.additionalProperties !== false);
    expect(open).toEqual([]);
  });

  it('names itself by a URN and its draft by address', () => {
    expect(schema).toMatchObject({
      $id: 'urn:labelmill:schemas:config',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });
  });

  it('lets a file name it as its $schema', () => {
    expect(checkOptions({ $schema: 'config.schema.json' })).toMatchObject({ ok: true });
  });

  it.each(['default', 'examples'])('keeps its own %s', async (keyword) => {
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const ajv = new Ajv2020({ strictTypes: false, strictRequired: false }).addSchema(schema);
    for (const { pointer, part } of places(schema)) {
      const values = keyword === 'default' ? [part.default] : (part.examples ?? []);
      for (const value of values.filter((one: unknown) => one !== undefined)) {
        expect(
          ajv.validate({ $ref: `urn:labelmill:schemas:config#${pointer}` }, value),
          `${pointer} ${JSON.stringify(value)}`,
        ).toBe(true);
      }
    }
  });
});

function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [key, ...keysIn(part)]);
}

/** Every schema inside a schema, with its pointer. */
function places(part: any, pointer = ''): { pointer: string; part: any }[] {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return [];
  const named = ['properties', '$defs'].flatMap((group) =>
    Object.entries(part[group] ?? {}).flatMap(([name, inner]) => places(inner, `${pointer}/${group}/${name}`)),
  );
  const single = ['items', 'additionalProperties'].flatMap((name) => places(part[name], `${pointer}/${name}`));
  return [{ pointer, part }, ...named, ...single];
}

function objects(root: any): any[] {
  return places(root).map(({ part }) => part);
}

function properties(root: any): { name: string; property: any }[] {
  return objects(root).flatMap((part) => Object.entries(part.properties ?? {}).map(([name, property]) => ({ name, property })));
}
