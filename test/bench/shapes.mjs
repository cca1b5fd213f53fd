// The shapes of generated data. A shape says which fields a row has, draws rows from a seeded random, and names the flags
// that tell labelmill about it.

const WORDS =
  'card payment transfer account balance pending refund top up cash withdrawal fee exchange rate direct debit declined lost stolen pin code app login verify identity limit statement cancel change address virtual physical arrival abroad currency when why how does my the is not still please help can you with for from to an have been charged twice wrong amount'.split(
    ' ',
  );
const BEYOND_ASCII = ['café', 'naïve', 'Zürich', '東京', 'Привет', 'مرحبا', '🙂', 'señor'];
/** One row in so many belongs to a class of its own, too small for any sensible minimum. */
const TINY_CLASS_EVERY = [20_011, 30_011, 50_021];

const ONE_CLASS = ['--label', 'intent=label'];
const numbers = (from, to) => Array.from({ length: to - from }, (_, at) => `n${from + at}`);

/** Shapes by name. `formats` are those that hold the shape without a detour; a list in a CSV cell is JSON. */
export const SHAPES = {
  short: {
    what: 'texts of 22 to 74 characters, 63 classes',
    fields: ['id', 'text', 'label'],
    formats: ['csv', 'jsonl', 'json', 'parquet'],
    flags: ['--text', 'text', ...ONE_CLASS],
    row: (draw, id) => [id, draw.text(id, 22, 52), draw.className(id)],
  },
  long: {
    what: 'texts of about 2,000 characters, 63 classes',
    fields: ['id', 'text', 'label'],
    formats: ['csv', 'jsonl', 'json', 'parquet'],
    flags: ['--text', 'text', ...ONE_CLASS],
    row: (draw, id) => [id, draw.text(id, 1200, 1600), draw.className(id)],
  },
  wide: {
    what: 'short texts in 20 columns, 17 of them numbers',
    fields: ['id', ...numbers(0, 9), 'text', ...numbers(9, 17), 'label'],
    formats: ['csv', 'jsonl', 'json', 'parquet'],
    flags: ['--text', 'text', ...ONE_CLASS],
    row: (draw, id) => [id, ...draw.numbers(9), draw.text(id, 22, 52), ...draw.numbers(8), draw.className(id)],
  },
  lists: {
    what: 'short texts with 1 to 3 of 12 classes each',
    fields: ['id', 'text', 'tags'],
    formats: ['csv', 'jsonl', 'json'],
    flags: ['--text', 'text', '--list', 'tags=tags'],
    row: (draw, id) => [id, draw.text(id, 22, 52), draw.tags()],
  },
  messages: {
    what: 'chats of 2 to 4 short messages, 63 classes',
    fields: ['id', 'messages', 'label'],
    formats: ['jsonl', 'json'],
    flags: ['--messages', 'messages', ...ONE_CLASS],
    row: (draw, id) => [id, draw.messages(id), draw.className(id)],
  },
};

/** Endless rows of a shape, each a list of values in the order of its fields. The same seed gives the same rows. */
export function* rows(seed, shape = 'short') {
  const draw = createDraw(createRandom(seed));
  const { row } = SHAPES[shape];
  for (let id = 1; ; id++) yield row(draw, id);
}

/** The canonical line of a row, without its line end. */
export function lineOf(shape, row) {
  const { fields } = SHAPES[shape];
  const value = Object.fromEntries(fields.map((field, at) => [field, row[at]]));
  const input = value.messages === undefined ? { text: value.text } : { messages: value.messages };
  return JSON.stringify({ ...input, labels: value.tags === undefined ? { intent: value.label } : { tags: value.tags } });
}

/** sfc32: https://pracrand.sourceforge.net/RNG_engines.txt */
function createRandom(seed) {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed >>> 0];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

function createDraw(random) {
  const below = (count) => Math.floor(random() * count);
  const classes = zipf(random, 60);
  const tags = zipf(random, 12);
  /** No text occurs twice: the id stands at its end. 16 % need quotes in a table, 8 % are not ASCII. */
  const text = (id, least, spread) => {
    const length = least + below(spread);
    let words = '';
    while (words.length < length) words += (words === '' ? '' : ' ') + WORDS[below(WORDS.length)];
    const kind = random();
    if (kind < 0.08) words += ` ${BEYOND_ASCII[below(BEYOND_ASCII.length)]}`;
    else if (kind < 0.2) words = words.replace(' ', ', ');
    else if (kind < 0.23) words = `the "${words}"`;
    else if (kind < 0.24) words = words.replace(' ', '\n');
    return `${words} ${id.toString(36)}`;
  };
  return {
    text,
    className(id) {
      const tiny = TINY_CLASS_EVERY.findIndex((every) => id % every === 7);
      return tiny >= 0 ? `tiny_${tiny}` : `class_${classes()}`;
    },
    numbers: (count) => Array.from({ length: count }, () => below(100_000)),
    tags() {
      const drawn = Array.from({ length: 1 + below(3) }, () => `tag_${String.fromCharCode(97 + tags())}`);
      return [...new Set(drawn)].sort();
    },
    messages(id) {
      const count = 2 + below(3);
      return Array.from({ length: count }, (_, at) => ({
        role: at % 2 === 0 ? 'user' : 'assistant',
        content: text(id, 15, 30),
      }));
    },
  };
}

/** Draws a number below `count` by Zipf's law with exponent 1.1. */
function zipf(random, count) {
  const cumulative = [];
  let total = 0;
  for (let at = 1; at <= count; at++) cumulative.push((total += 1 / at ** 1.1));
  return () => {
    const drawn = random() * total;
    return cumulative.findIndex((sum) => drawn < sum);
  };
}
