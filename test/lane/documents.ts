import fc from 'fast-check';
import { breakAt, damage, PIECES } from './tables.js';

/** How a string is written in JSON: shortly, in ASCII alone, or with every character escaped that may be. */
type Style = 'short' | 'ascii' | 'long';

function write(value: string, style: Style): string {
  const short = JSON.stringify(value);
  if (style === 'short') return short;
  // eslint-disable-next-line no-control-regex -- all but ASCII
  const ascii = short.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return style === 'ascii' ? ascii : ascii.replaceAll('/', '\\/').replace(/[a-c]/g, (letter) => escaped(letter, ascii));
}

/** Letters that are part of an escape stay as they are. */
function escaped(letter: string, all: string): string {
  return all.includes('\\') ? letter : `\\u00${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}

const pieces = fc.array(fc.constantFrom(...PIECES, '/', '\0', '{', '}', '[', ']', ':'), { maxLength: 9 });
const style = fc.constantFrom<Style>('short', 'short', 'short', 'ascii', 'long');
const text = fc.oneof(
  // inputs that occur more than once are dealt by other means
  { weight: 5, arbitrary: fc.constantFrom('once', 'twice', '"thrice"') },
  { weight: 16, arbitrary: pieces.map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.nat(300).map((size) => 'longer than one look of the kernel '.repeat(size)) },
  { weight: 1, arbitrary: fc.constantFrom('a \ud800 b', '\udc00', '\ud83d\ud83d\ude42', ' \u3000', '') },
);
const string = fc.record({ text, style }).map((drawn) => write(drawn.text, drawn.style));

/** Labels as they stand in a row; undefined for a row without. */
const label = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom('"x"', '"y"', '"z"', '"class one"', '"ü"', '"\\u00fc"', '["x"]', '["x", "y"]') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...['null', 'true', 'false', '1', '-0', '1.5', '1e2', '12345678901234567890', '[]', '{}', '[null]', '["x","x"]'],
      ...['{"x":true,"y":0.7}', '[["x"]]', '""', '" "', '"\\ud800"', '["y","x"]', '{"kind":"x"}', '{"kind": "y", "more": [1]}'],
    ),
  },
  { weight: 1, arbitrary: string },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
/** Members that nothing is read from. */
const extra = fc.oneof(
  { weight: 20, arbitrary: fc.nat(99).map((id) => `"id":${id}`) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...['"n":-0.5e-7', '"n":1e999', '"a":[]', '"a": [ 1 , "]" , {} ]', '"o":{"p":{"q":[true,false,null]},"r":""}', '"":0'],
      ...['"__proto__":{"a":1}', '"n":123456789012345678901234567890', `"d":${deep(254)}`, '"kind":"z"'],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(`"d":${deep(255)}`, `"d":${deep(256)}`, '"o":{"p":1,"p":2}', '"i\\u0064":1', '"id":1,"id":2'),
  },
);

const role = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('"user"', '"assistant"', '"system"', '"tool"') },
  { weight: 1, arbitrary: fc.constantFrom('"agent"', '"us\\u0065r"', '"note"', 'null', '"User"') },
);
const content = fc.oneof({ weight: 30, arbitrary: string }, { weight: 1, arbitrary: fc.constantFrom('null', '1', '["a"]') });
const message = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(role, content).map(([r, c]) => `{"role":${r},"content":${c}}`) },
  { weight: 4, arbitrary: fc.tuple(role, content).map(([r, c]) => `{ "content" : ${c} ,"n":[1,{"role":2}], "role": ${r} }`) },
  { weight: 1, arbitrary: fc.tuple(role, content).map(([r, c]) => `[${r},${c}]`) },
  { weight: 1, arbitrary: fc.constantFrom('{}', '1', '{"role":"user"}', '{"role":"user","role":"tool","content":"a"}') },
);
const chat = fc.oneof(
  { weight: 20, arbitrary: fc.array(message, { maxLength: 4 }).map((list) => `[${list.join(', ')}]`) },
  { weight: 1, arbitrary: fc.constantFrom('"[]"', '{}', 'null', '[ ]', '"[{\\"role\\":\\"user\\",\\"content\\":\\"a\\"}]"') },
);

const space = fc.constantFrom('', '', '', ' ', '  ', '\t');
/** An object with the fields of a row in some order. */
const row = fc
  .record({
    text: fc.option(string, { nil: 'null', freq: 30 }),
    chat,
    label,
    extra,
    before: space,
    after: space,
    order: fc.nat(5),
  })
  .map((drawn) => {
    const { before, after, order } = drawn;
    const labelled = drawn.label === undefined ? [] : [`"label"${after}:${before}${drawn.label}`];
    const members = [drawn.extra, `"text":${after}${drawn.text}`, ...labelled, `"chat":${drawn.chat}`];
    const turned = [...members.slice(order), ...members.slice(0, order)];
    return `{${before}${turned.join(`${after},${before}`)}${after}}`;
  });

/** Rows that JSON knows and labelmill does not, and such as JSON does not know. */
const odd = fc.constantFrom(
  ...['{}', '[]', 'null', '17', '"text"', '["a","x"]', '{"text":"a"}', '{"text":7,"label":"x"}', '{"text":["a"],"label":"x"}'],
  ...['{"text":"a","text":"b","label":"x"}', '{"te\\u0078t":"a","label":"x"}', '{"label":"x","label":"x","text":"a"}'],
);
const broken = fc.constantFrom(
  ...['{"text":"a","label":"x",}', '{"text":"a" "label":"x"}', '{text:"a"}', '{"text":"a","label":tru}', '{"n":01}', '{"n":1.}'],
  ...['{"text":"a', '{"text":"a\tb","label":"x"}', '{"text":"\\x","label":"x"}', '{"text":"\\u00g0","label":"x"}', '{"n":-}'],
  ...['{"text":"a","label":"x"]', '{"text":"a","label":"x"}}', '\ufeff{"text":"a"}', '{"n":+1}', '{"a":1e}', '[}', ']', '{"a"}'],
);

const LONG = JSON.stringify({ text: 'as long as the head '.repeat(3300), label: 'x', chat: [{ role: 'user', content: 'a' }] });

export interface JsonDocument {
  readonly bytes: Buffer;
  readonly name: string;
}

/** JSON lines, or an array in one line, in lines or indented, with rows of every kind. */
export function jsonDocument(maxRows: number): fc.Arbitrary<JsonDocument> {
  const rows = (oddness: number): fc.Arbitrary<readonly string[]> =>
    fc.array(fc.oneof({ weight: 60, arbitrary: row }, { weight: 2, arbitrary: odd }, { weight: oddness, arbitrary: broken }), {
      maxLength: maxRows,
      size: 'max',
    });
  const lines = fc
    .record({ rows: rows(2), end: fc.constantFrom('\n', '\n', '\r\n', ' \n', '\n\n', '\n \r\n'), isEnded: fc.boolean() })
    .map((drawn) => ({
      name: 'data.jsonl',
      first: LONG + drawn.end,
      text: drawn.rows.join(drawn.end) + (drawn.isEnded ? drawn.end : ''),
    }));
  const between = fc.constantFrom(',', ', ', ',\n', ' ,\r\n  ', '\r,\r', ',\n\n    ');
  const array = fc
    .record({
      rows: fc.oneof({ weight: 9, arbitrary: rows(0) }, { weight: 1, arbitrary: rows(1) }),
      between,
      tail: fc.constantFrom(']', '\n]\n', ' ] \r\n', '', ',]', ']]'),
    })
    .map((drawn) => ({
      name: 'data.json',
      first: `[${LONG}${drawn.rows.length === 0 ? '' : drawn.between}`,
      text: drawn.rows.join(drawn.between) + drawn.tail,
    }));
  return fc
    .record({
      document: fc.oneof(lines, array),
      hasMark: fc.boolean(),
      damage,
      place: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ document, hasMark, damage: kind, place }) => {
      // the first 64 KiB are looked at in one piece, so that blocks matter only behind them
      const whole = Buffer.from((hasMark ? '\ufeff' : '') + document.first + document.text);
      const from = Buffer.byteLength(document.first);
      return { bytes: breakAt(whole, kind, from + Math.floor(place * (whole.length - from))), name: document.name };
    });
}
