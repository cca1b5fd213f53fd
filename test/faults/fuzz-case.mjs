// One case of the fuzzer, made from its number alone.
import { gzipSync, constants, deflateRawSync } from 'node:zlib';
import { createRandom } from './support.mjs';

/** Pieces of text that readers give a meaning to. */
const TOKENS = [
  '"',
  '""',
  '\\',
  '\n',
  '\r',
  '\r\n',
  ',',
  ';',
  '\t',
  '|',
  '{',
  '}',
  '[',
  ']',
  ':',
  '\0',
  '\ufeff',
  '\u2028',
  '\u0085',
  '\\ud800',
  '\\u0000',
  'null',
  'true',
  '-0',
  '1e999',
  '10000000000000000999',
  '"text":',
  '"label":',
  '"__proto__":',
  '[[[[[[[[',
  '{"a":{"a":',
  '\n\n\n',
  '\u001b[2J',
  "'",
  '#',
  '\ud83d\ude42',
  '=',
  '/*',
  '//',
].map((token) => Buffer.from(token));
/** Bytes that are no UTF-8, and beginnings by which formats are told. */
const BYTES = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0x1f, 0x8b, 8],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x41, 0x52, 0x31],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0],
].map((bytes) => Buffer.from(bytes));
const ENDINGS = ['.csv', '.tsv', '.json', '.jsonl', '.parquet', '.csv.gz', '.zst', '.txt', ''];

/**
 * @param seeds the corpus
 * @returns { name, bytes, options } to prepare, and `story`: what was done
 */
export function makeCase(seeds, seed, number) {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) + number);
  random.next();
  const { name, bytes, mapping } = random.pick(seeds);
  const story = [name];
  const mutate = (given) => {
    let mutated = given;
    for (let times = random.pick([0, 1, 1, 1, 2, 3, 8]); times > 0; times--) mutated = mutateOnce(mutated, random, seeds, story);
    return mutated;
  };
  const stored = store(mutate(bytes), name.endsWith('.parquet') ? 'as is' : random.pick(STORAGES), random, story);
  const isDamaged = random.below(8) === 0;
  const content = isDamaged ? mutate(stored) : stored;
  const file = random.below(10) === 0 ? `data${random.pick(ENDINGS)}` : name;
  const options = {
    mapping,
    allowSingleClass: true,
    maxRejects: random.pick([0, '100%', '100%', '100%']),
    invalidUtf8: random.pick(['error', 'reject', 'replace']),
    ...random.pick([
      {},
      {},
      {},
      { order: 'source' },
      { duplicates: 'keep-one' },
      { contradictions: 'drop' },
      { leftOut: true },
      { contradictions: 'majority' },
    ]),
  };
  const source = {
    path: file,
    ...random.pick([{}, {}, {}, {}, {}, {}, { encoding: 'windows-1252' }, { csv: { quote: false } }, { csv: { header: false } }]),
  };
  story.push(file, JSON.stringify(options), JSON.stringify(source));
  return { name: file, bytes: content, options, source, story };
}

const STORAGES = ['as is', 'as is', 'as is', 'as is', 'gzip', 'two gzip members', 'raw deflate', 'zstd', 'utf16le', 'utf16be'];

function store(bytes, storage, random, story) {
  if (storage !== 'as is') story.push(storage);
  switch (storage) {
    case 'gzip':
      return gzipSync(bytes);
    case 'two gzip members': {
      const middle = random.below(bytes.length + 1);
      return Buffer.concat([
        gzipSync(bytes.subarray(0, middle)),
        gzipSync(bytes.subarray(middle), { strategy: constants.Z_FIXED }),
      ]);
    }
    case 'raw deflate':
      return deflateRawSync(bytes);
    case 'zstd':
      return storedAsZstd(bytes);
    case 'utf16le':
      return Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le');
    case 'utf16be':
      return Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le').swap16();
    default:
      return bytes;
  }
}

/** A zstd frame of one raw block and one of repeats: Node.js 20 has no encoder. Content size in 4 bytes, single segment. */
function storedAsZstd(bytes) {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0b1010_0000, 0, 0, 0, 0]);
  header.writeUInt32LE(bytes.length + 3, 5);
  return Buffer.concat([header, blockHeader(bytes.length, 0, false), bytes, blockHeader(3, 1, true), Buffer.from('\n')]);
}

function blockHeader(size, type, isLast) {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (type << 1) | Number(isLast), 0, 3);
  return header;
}

function mutateOnce(bytes, random, seeds, story) {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.below(random.pick([1, 8, 200])));
  const around = (middle, to = at) => Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(to)]);
  const kind = random.pick([
    'flip',
    'flip',
    'byte',
    'token',
    'token',
    'token',
    'bytes',
    'delete',
    'repeat',
    'cut',
    'splice',
    'swap',
  ]);
  story.push(`${kind}@${at}`);
  switch (kind) {
    case 'flip': {
      const flipped = Buffer.from(bytes);
      if (at < bytes.length) flipped[at] ^= 1 << random.below(8);
      return flipped;
    }
    case 'byte':
      return around(Buffer.from([random.below(256)]), Math.min(bytes.length, at + 1));
    case 'token':
      return around(random.pick(TOKENS));
    case 'bytes':
      return around(random.pick(BYTES), random.pick([at, end]));
    case 'delete':
      return around(Buffer.alloc(0), end);
    case 'repeat':
      return around(Buffer.concat(Array.from({ length: random.pick([2, 2, 50]) }, () => bytes.subarray(at, end))));
    case 'cut':
      return bytes.subarray(0, at);
    case 'splice': {
      const other = random.pick(seeds).bytes;
      const from = random.below(other.length);
      return around(other.subarray(from, from + 1 + random.below(400)));
    }
    case 'swap':
      return Buffer.concat([bytes.subarray(end), bytes.subarray(0, at), bytes.subarray(at, end)]);
  }
}
