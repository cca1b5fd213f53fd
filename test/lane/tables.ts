import fc from 'fast-check';

/** Pieces of cells that go wrong somewhere: quotes, line ends, white space beyond ASCII, escapes, long characters. */
export const PIECES = [
  ...['a', 'b', 'word ', ' ', '', '"', '""', ',', ';', '\t', '\n', '\r\n', '\r', '\\', '\b', '\f', '\u0001', '\u001f', '\u007f'],
  ...['é', '\u0085', '\u00a0', '\u2028', '\u2029', '\u3000', '\ufeff', '\u1680', '“', '東京', '🙂', '👍🏽', "'", '=', '#', 'null'],
];

const cellText = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((parts) => parts.join(''));
const longText = fc.nat(300).map((size) => 'longer than one look of the kernel '.repeat(size));
const text = fc.oneof({ weight: 8, arbitrary: cellText }, { weight: 1, arbitrary: longText });
const label = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom('x', 'y', 'z', 'class one', 'ü') },
  { weight: 2, arbitrary: fc.constantFrom('', ' ', 'x ', '"x"', 'a,b', '\u00a0', '["x"]') },
  { weight: 1, arbitrary: cellText },
);

/** How a cell is written: as it should be, in quotes without need, or plainly whatever it holds (which may break the row). */
function write(value: string, style: number, delimiter: string): string {
  const isOdd = ['"', '\n', '\r', delimiter].some((sign) => value.includes(sign));
  if (style === 0) return value;
  return isOdd || style === 1 ? `"${value.replaceAll('"', '""')}"` : value;
}

const style = fc.oneof(
  { weight: 30, arbitrary: fc.constant(2) },
  { weight: 8, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r\n', '\r');
const oddRow = fc.constantFrom(
  '',
  ' ',
  ' \t ',
  'only one cell',
  'a,b,c,d,e',
  '1,"text" more,x',
  '1,"open',
  '"",x',
  ',,',
  '1,t"e"xt,x',
);

const LONG = 'as long as the head '.repeat(3300);

/** Where a table is broken on purpose, so that errors are compared as well. */
export const damage = fc.oneof(
  { weight: 12, arbitrary: fc.constant('none' as const) },
  { weight: 1, arbitrary: fc.constantFrom('cut' as const, 'invalid' as const, 'nul' as const) },
);

export interface Table {
  readonly bytes: Buffer;
  readonly delimiter: string;
}

/** A table of id, text, label with rows of every kind. */
export function table(maxRows: number): fc.Arbitrary<Table> {
  return fc
    .record({
      delimiter: fc.constantFrom(',', ',', ',', ';', '\t'),
      hasMark: fc.boolean(),
      rows: fc.array(
        fc.oneof({ weight: 30, arbitrary: fc.record({ text, label, style, end: lineEnd }) }, { weight: 1, arbitrary: oddRow }),
        { maxLength: maxRows, size: 'max' },
      ),
      hasLongRow: fc.boolean(),
      isEnded: fc.boolean(),
      mainEnd: fc.constantFrom(undefined, '\n', '\n', '\r\n', '\r'),
      damage,
      place: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ delimiter, hasMark, rows, hasLongRow, isEnded, mainEnd, damage: kind, place }) => {
      const lines = rows.map((row, at) => {
        if (typeof row === 'string') return row.replaceAll(',', delimiter) + (mainEnd ?? '\n');
        const cells = [String(at), row.text, row.label].map((value) => write(value, row.style, delimiter));
        return cells.join(delimiter) + (mainEnd ?? row.end);
      });
      const head = ['id', 'text', 'label'].join(delimiter) + (mainEnd ?? '\n');
      // the first 64 KiB are looked at in one piece, so that blocks matter only behind them
      const first = hasLongRow ? ['0', LONG, 'x'].join(delimiter) + (mainEnd ?? '\n') : '';
      const all = (hasMark ? '\ufeff' : '') + head + first + lines.join('');
      const whole = Buffer.from(isEnded ? all : all.replace(/[\r\n]+$/, ''));
      return { bytes: breakAt(whole, kind, Math.floor(place * whole.length)), delimiter };
    });
}

/** The bytes, cut at a place or with a byte there that is no text. */
export function breakAt(bytes: Buffer, kind: 'none' | 'cut' | 'invalid' | 'nul', place: number): Buffer {
  if (kind === 'none') return bytes;
  if (kind === 'cut') return bytes.subarray(0, place);
  return Buffer.concat([bytes.subarray(0, place), Buffer.from([kind === 'nul' ? 0 : 0xff]), bytes.subarray(place)]);
}
