// Sources that have made programs run out of memory. Each is made on the way, in pieces, so that its size costs no disk.
import { gzipSync } from 'node:zlib';

const MIB = 2 ** 20;
const LABEL = ['--label', 'queue=queue'];
const TABLE = ['--format', 'csv', '--text', 'body', ...LABEL];
const LINES = ['--format', 'jsonl', '--text', 'body', ...LABEL];
const ALL_REJECTS = ['--max-rejects', '100%'];
const ROWS = 'refund me,refund\nwhere is it,delivery\nwhere was it,delivery\n';
const OBJECTS = ROWS.trimEnd()
  .split('\n')
  .map((row) => row.split(','))
  .map(([body, queue]) => `${JSON.stringify({ body, queue })}\n`)
  .join('');

/**
 * @param isShort smaller sizes, for CI
 * @returns { name, flags, pieces (opens the content), exit: the codes that are right, says: what the error names }
 */
export function memoryCases(isShort) {
  const size = (long, short) => (isShort ? short : long);
  const line = size(1024, 20) * MIB;
  return [
    {
      name: 'a line of 1 GB in a table',
      flags: TABLE,
      pieces: () => joined(`body,queue\n${ROWS}`, repeated('a', line), `,refund\n${ROWS}`),
      exit: [1],
      says: /-:5: /,
    },
    {
      name: 'a line of 1 GB among JSON Lines',
      flags: LINES,
      pieces: () => joined(`${OBJECTS}{"body":"`, repeated('a', line), `","queue":"refund"}\n${OBJECTS}`),
      exit: [1],
      says: /-:4: /,
    },
    {
      name: 'an unclosed quote at the top of 5 GB',
      flags: TABLE,
      pieces: () => joined('body,queue\n"never closed', repeated(ROWS, size(5 * 1024, 40) * MIB)),
      exit: [1],
      says: /-:2: /,
    },
    {
      name: 'a million classes',
      flags: TABLE,
      pieces: () =>
        joined(
          'body,queue\n',
          counted(size(1_000_000, 20_000), (at) => `text ${at},class ${at}\n`),
        ),
      exit: [0],
    },
    {
      name: '10,000 columns, 10,000 rows',
      flags: TABLE,
      pieces: () => {
        const cells = (first) => `${Array.from({ length: 9998 }, (_, at) => `${first}${at}`).join()},`;
        const rest = cells('');
        return joined(
          `${cells('c')}body,queue\n`,
          counted(size(10_000, 200), (at) => `${rest}text ${at},class ${at % 3}\n`),
        );
      },
      exit: [0],
    },
    {
      name: 'a JSON array nested without end',
      flags: ['--format', 'json', '--text', 'body', ...LABEL],
      pieces: () => joined('[', repeated('[', size(512, 20) * MIB)),
      exit: [1],
    },
    {
      name: 'JSON Lines nested without end',
      flags: LINES,
      pieces: () => joined('{"body":', repeated('[', size(512, 20) * MIB)),
      exit: [1],
    },
    {
      name: 'one row of 4 GB in gzip',
      flags: TABLE,
      pieces: () => joined(gzipSync('body,queue\n"'), times(gzipSync(Buffer.alloc(16 * MIB, 'a')), size(256, 3))),
      exit: [1],
    },
    {
      name: 'a line of 1 GB in a table, set aside',
      flags: [...TABLE, ...ALL_REJECTS],
      pieces: () => joined(`body,queue\n${ROWS}`, repeated('a', line), `,refund\n${ROWS.replaceAll('it', 'he')}`),
      exit: [0, 1],
    },
    {
      name: 'a quoted line of 1 GB',
      flags: TABLE,
      pieces: () => joined(`body,queue\n${ROWS}"`, repeated('a\n', line), `",refund\n${ROWS}`),
      exit: [1],
      says: /-:5: /,
    },
    {
      name: 'a line of 1 GB among JSON Lines, set aside',
      flags: [...LINES, ...ALL_REJECTS],
      pieces: () => joined(`${OBJECTS}{"body":"`, repeated('a', line), `","queue":"refund"}\n${OBJECTS.replaceAll('it', 'he')}`),
      exit: [0],
    },
    {
      name: 'an unclosed quote at the top of 5 GB, set aside',
      flags: [...TABLE, ...ALL_REJECTS],
      pieces: () => joined('body,queue\n"never closed', repeated(ROWS, size(5 * 1024, 40) * MIB)),
      exit: [0, 1],
    },
    {
      name: 'a million classes, two each, in lists',
      // more than P7 names: pairs of classes are planned for, too
      limitBytes: 640 * MIB,
      flags: ['--format', 'csv', '--text', 'body', '--list', 'queue=queue', '--list-delimiter', 'queue=;'],
      pieces: () =>
        joined(
          'body,queue\n',
          counted(size(1_000_000, 20_000), (at) => `text ${at},class ${at};class ${at >> 1}\n`),
        ),
      exit: [0],
    },
    {
      name: 'a JSON string without end',
      flags: ['--format', 'json', '--text', 'body', ...LABEL],
      pieces: () => joined('[{"body":"', repeated('a', line)),
      exit: [1],
    },
    {
      name: 'conversations of one id without end',
      flags: ['--format', 'csv', '--group', 'body', '--text', 'body', ...LABEL],
      pieces: () => joined('body,queue\n', repeated('one and the same text,refund\n', size(512, 8) * MIB)),
      exit: [0, 1],
    },
  ];
}

function* joined(...parts) {
  for (const part of parts) {
    if (typeof part === 'string') yield Buffer.from(part);
    else if (Buffer.isBuffer(part)) yield part;
    else yield* part;
  }
}

/** A text again and again, of so many bytes or a little more. */
function* repeated(text, bytes) {
  const block = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
  for (let at = 0; at < bytes; at += block.length) yield block;
}

function* times(block, count) {
  for (let at = 0; at < count; at++) yield block;
}

/** Texts of numbers, some thousand to a piece. */
function* counted(count, textOf) {
  for (let at = 0; at < count;) {
    let text = '';
    for (; at < count && text.length < 65_536; at++) text += textOf(at);
    yield Buffer.from(text);
  }
}
