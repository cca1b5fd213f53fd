import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byCodePoint } from '../../src/core/code-point-order.js';
import { isReject } from '../../src/core/reject.js';
import { compileMapping, type LabelMapping, type Mapping } from '../../src/normalize/normalize.js';
import { cells, labelled, normalized, reasonOf, record } from './rows.js';

function refusal(mapping: unknown): string {
  try {
    // A caller without a type checker can pass anything.
    Reflect.apply(compileMapping, undefined, [mapping]);
  } catch (error) {
    return error instanceof Error ? `${String(Reflect.get(error, 'code'))}: ${error.message}` : '';
  }
  return 'accepted';
}

describe('a mapping', () => {
  const labels = { y: { field: 'y' } };
  const label = (mapping: LabelMapping): Mapping => ({ text: 't', labels: { y: mapping } });

  it.each<[unknown, string]>([
    [{ labels }, 'mapping has neither text nor messages'],
    [{ text: 't', messages: 'm', labels }, 'mapping has both text and messages'],
    [{ text: '', labels }, 'mapping.text is empty'],
    [{ text: { field: '' }, labels }, 'mapping.text.field is empty'],
    [{ text: { fields: [] }, labels }, 'mapping.text.fields is empty'],
    [{ text: { fields: ['a', ''] }, labels }, 'mapping.text.fields.1 is empty'],
    [
      { text: { field: 'a', template: '{a}' }, labels },
      'mapping.text has field and template; it takes one of field, fields and template',
    ],
    [{ text: { trim: true }, labels }, 'mapping.text has no field'],
    [{ text: { template: '' }, labels }, 'mapping.text.template names no field'],
    [{ text: { template: 'a {{b}}' }, labels }, 'mapping.text.template names no field'],
    [{ text: { template: '{a' }, labels }, 'mapping.text.template has a { without its partner; write {{ for a brace'],
    [{ text: { template: '{a}}' }, labels }, 'mapping.text.template has a } without its partner'],
    [{ text: { template: '{}' }, labels }, 'mapping.text.template has a {} without a field name'],
    [{ messages: { field: '' }, labels }, 'mapping.messages.field is empty'],
    [
      { messages: { field: 'm', roles: { a: 'bot' } }, labels },
      'mapping.messages.roles."a" is "bot"; it takes null or one of system, user, assistant, tool',
    ],
    [{ text: 't', labels: {} }, 'mapping.labels names no target'],
    [{ text: 't', labels: { ' ': { field: 'y' } } }, 'mapping.labels." " is a blank name'],
    [{ text: 't', labels, group: '' }, 'mapping.group is empty'],
    [{ text: 't', labels, split: { field: '' } }, 'mapping.split.field is empty'],
    [
      { text: 't', labels, split: { field: 's', names: { a: 'dev' } } },
      'mapping.split.names."a" is "dev"; it takes null or one of train, validation, test',
    ],
    [label({}), 'mapping.labels."y" says nowhere where the label is; it takes one of field, columns, object, constant'],
    [label({ field: 'a', constant: 'b' }), 'mapping.labels."y" has both field and constant'],
    [label({ field: '' }), 'mapping.labels."y".field is empty'],
    [label({ object: '' }), 'mapping.labels."y".object is empty'],
    [label({ field: 'a', threshold: 1 }), 'mapping.labels."y" has threshold beside field, where it means nothing'],
    [label({ columns: ['a'], delimiter: '|' }), 'has delimiter beside columns'],
    [label({ object: 'a', json: true }), 'has json beside object'],
    [label({ constant: 'a', none: 'b' }), 'has none beside constant'],
    [label({ columns: ['a'], kind: 'single' }), 'is single, but columns makes a list'],
    [label({ object: 'a', kind: 'single' }), 'is single, but object makes a list'],
    [label({ field: 'a', delimiter: '|', kind: 'single' }), 'is single, but delimiter is for lists'],
    [label({ field: 'a', none: 'x', kind: 'single' }), 'is single, but none is for lists'],
    [label({ field: 'a', json: true, kind: 'single' }), 'is single, but json is for lists'],
    [label({ field: 'a', delimiter: '' }), 'mapping.labels."y".delimiter is empty'],
    [label({ field: 'a', delimiter: '|', json: true }), 'has both delimiter and json'],
    [label({ constant: ' ' }), 'mapping.labels."y".constant is blank'],
    [label({ field: 'a', none: '' }), 'mapping.labels."y".none is blank'],
    [label({ field: 'a', map: { a: '' } }), 'mapping.labels."y".map."a" is blank'],
    [label({ field: 'a', unmapped: 'drop' }), 'has "unmapped": "drop" without a map'],
    [label({ columns: [] }), 'mapping.labels."y".columns is empty'],
    [label({ columns: { a: '' } }), 'mapping.labels."y".columns."a" is empty'],
    [label({ columns: { '': 'a' } }), 'mapping.labels."y".columns."" is blank'],
    [label({ columns: ['a', 'a'] }), 'mapping.labels."y".columns names "a" twice'],
    [label({ columns: ['a'], threshold: Number.NaN }), 'mapping.labels."y".threshold is not a number'],
    [label({ columns: ['a'], threshold: { b: 1 } }), 'mapping.labels."y".threshold names "b", which is no class of the columns'],
  ])('%j is refused', (mapping, expected) => {
    expect(refusal(mapping)).toContain('CONFIG_INVALID: ');
    expect(refusal(mapping)).toContain(expected);
  });

  it('names the fields it reads, each once and without those about the source', () => {
    const { fields } = compileMapping({
      text: { template: '{title} {body}' },
      labels: {
        a: { field: 'body' },
        b: { columns: { x: 'X', y: 'Y' } },
        c: { object: 'o' },
        d: { constant: 'k' },
        e: { field: '@file' },
      },
      group: 'user',
      split: { field: '@key' },
    });
    expect(fields).toEqual(['title', 'body', 'X', 'Y', 'o', 'user']);
    expect(compileMapping({ messages: { field: 'chat' }, labels }).fields).toEqual(['chat', 'y']);
  });
});

describe('an example', () => {
  it('keeps the origin and the raw row, and has no group or split where the mapping names none', () => {
    const row = record({ text: 'a', y: 'b' });
    const example = normalized({ text: 'text', labels: { y: { field: 'y' } } }, row);
    expect(example).toEqual({ origin: row.origin, input: { kind: 'text', text: 'a' }, labels: ['b'], raw: row.raw });
  });

  it('leaves the row as it was', () => {
    const value = { text: ' a ', y: ['b', 'a'], chat: [['user', 'x']] };
    const before = JSON.stringify(value);
    normalized({ text: { field: 'text', trim: true }, labels: { y: { field: 'y', map: { a: 'c' } } } }, record(value));
    normalized({ messages: 'chat', labels: { y: { field: 'y' } } }, record(value));
    expect(JSON.stringify(value)).toBe(before);
  });

  it('of a reject keeps at most 4 KiB of the row', () => {
    const row = { ...record({}), raw: () => 'x'.repeat(10_000) };
    const result = compileMapping(labelled({ field: 'y' })).normalize(row);
    expect(isReject(result) && result.raw.length).toBe(4096);
  });
});

describe('the group', () => {
  const mapping: Mapping = { text: 'text', labels: { y: { constant: 'c' } }, group: 'user' };

  it.each([
    ['u1', 'u1'],
    [12, '12'],
    [true, 'true'],
  ])('%o is %j', (user, expected) => {
    expect(normalized(mapping, record({ text: 'a', user })).group).toBe(expected);
  });

  it.each([
    [{ text: 'a' }, 'group-missing: no group in field "user", which the row does not have; the row\'s fields are: text'],
    [{ text: 'a', user: null }, 'group-missing: no group in field "user", which holds null'],
    [{ text: 'a', user: '' }, 'group-missing: '],
    [{ text: 'a', user: 0.5 }, 'group-missing: '],
  ])('of %j is refused', (value, expected) => {
    expect(reasonOf(mapping, record(value))).toContain(expected);
  });
});

describe('the split', () => {
  const mapping: Mapping = {
    text: 'text',
    labels: { y: { constant: 'c' } },
    split: { field: 's', names: { oos_val: 'validation', Dev: 'test', skip: null, '0': 'train' } },
  };

  it.each([
    ['train', 'train'],
    ['Training', 'train'],
    ['VALIDATION', 'validation'],
    ['valid', 'validation'],
    ['val', 'validation'],
    ['dev', 'validation'],
    ['Dev', 'test'],
    ['test', 'test'],
    [' testing ', 'test'],
    ['oos_val', 'validation'],
    [0, 'train'],
  ])('%j is %s', (s, expected) => {
    expect(normalized(mapping, record({ text: 'a', s })).split).toBe(expected);
  });

  it.each([
    [{ text: 'a' }, 'split-missing: no split in field "s", which the row does not have; the row\'s fields are: text'],
    [{ text: 'a', s: null }, 'split-missing: no split in field "s": it holds null'],
    [{ text: 'a', s: '' }, 'split-missing: '],
    [
      { text: 'a', s: 'eval' },
      'split-unknown: field "s" holds the text "eval", which is no split; say under "names" which one it means',
    ],
    [{ text: 'a', s: 'constructor' }, 'split-unknown: '],
    [{ text: 'a', s: ['train'] }, 'split-unknown: field "s" holds a list'],
    [{ text: 'a', s: 'skip' }, 'split-unknown: field "s" holds the text "skip", which the mapping leaves out'],
  ])('of %j is refused', (value, expected) => {
    expect(reasonOf(mapping, record(value))).toContain(expected);
  });

  it('can be the key of the enclosing array', () => {
    const byKey: Mapping = { text: '0', labels: { intent: { field: '1' } }, split: { field: '@key' } };
    expect(normalized(byKey, record(['hi', 'greet'], 'val'))).toMatchObject({ labels: ['greet'], split: 'validation' });
  });

  it('is the one of the source where the mapping names no field, and else the one of the row', () => {
    const row = record({ text: 'a', s: 'test' });
    expect(compileMapping(mapping).normalize(row, 'train')).toMatchObject({ split: 'test' });
    expect(compileMapping({ text: 'text', labels: mapping.labels }).normalize(row, 'train')).toMatchObject({ split: 'train' });
    expect(compileMapping({ ...mapping, group: 's' }).normalize(row)).toMatchObject({ split: 'test', group: 'test' });
  });
});

describe('any row', () => {
  const mappings: readonly Mapping[] = [
    { text: 'text', labels: { a: { field: 'a' }, b: { field: 'b', optional: true } } },
    { text: { template: '{text}!' }, labels: { a: { field: 'a', kind: 'multi', none: 'none', map: { x: null } } } },
    { messages: 'a', labels: { b: { field: 'b', delimiter: ',' }, k: { field: '@key', optional: true } } },
    { text: 'text', labels: { o: { object: 'a', none: 'none' } }, group: 'b' },
    { text: 'text', labels: { c: { columns: ['a', 'b'], none: 'none' } } },
    { text: 'text', labels: { a: { field: 'a' } }, split: { field: 'b', names: { x: 'test' } } },
    { text: '0', labels: { j: { field: '1', json: true, trim: true } } },
  ];
  const member = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.array(fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant('x')), { maxLength: 4 }),
    fc.constantFrom('["x","y"]', '["x"', 'train', '[["user","hi"]]', '{"x":true}', 'true', '0.7', [['user', 'hi']]),
    fc.dictionary(fc.string(), fc.oneof(fc.boolean(), fc.double())),
  );
  const name = fc.string({ minLength: 1, maxLength: 3 });
  const likely = fc.oneof(
    name,
    fc.array(name, { minLength: 1, maxLength: 5 }),
    fc.dictionary(name, fc.boolean()),
    fc.constantFrom('["x","y"]', 'train', [['user', 'hi']]),
    fc.constantFrom(true, 'No', 0.7, '0'),
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({ text: member, a: member, b: member }, { requiredKeys: [] }),
    fc.tuple(name, fc.constantFrom('["x","y"]', ['y', 'x'])),
    { weight: 4, arbitrary: fc.record({ text: name, a: likely, b: likely }) },
  );

  it('becomes an example or a reject and never throws; lists are sorted and without repeats', () => {
    let examples = 0;
    fc.assert(
      fc.property(fc.constantFrom(...mappings), value, (mapping, content) => {
        const result = compileMapping(mapping).normalize({ ...record({}), value: content });
        if (isReject(result)) {
          expect(result.stage).toBe('normalize');
          return;
        }
        examples++;
        expect(result.labels.some((label) => label !== undefined)).toBe(true);
        for (const label of result.labels) {
          const names = typeof label === 'object' ? label : [label ?? 'optional'];
          expect(names.length).toBeGreaterThan(0);
          expect([...new Set(names)].sort(byCodePoint)).toEqual(names);
          for (const name of names) expect(name.trim()).not.toBe('');
        }
      }),
      { numRuns: 3000 },
    );
    expect(examples).toBeGreaterThan(100);
  });

  it('of a table gives what the same fields give as a record of strings', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...mappings.slice(0, 1), ...mappings.slice(3, 6)),
        fc.array(fc.string(), { minLength: 3, maxLength: 3 }),
        (mapping, values) => {
          const [text, a, b] = values;
          const ofTable = compileMapping(mapping).normalize(cells(['text', 'a', 'b'], values));
          const ofRecord = compileMapping(mapping).normalize(record({ text, a, b }));
          if (isReject(ofTable) || isReject(ofRecord)) {
            expect(isReject(ofTable) && ofTable.message).toBe(isReject(ofRecord) && ofRecord.message);
          } else {
            expect([ofTable.input, ofTable.labels, ofTable.group, ofTable.split]).toEqual([
              ofRecord.input,
              ofRecord.labels,
              ofRecord.group,
              ofRecord.split,
            ]);
          }
        },
      ),
    );
  });
});
