import type { Dialect } from '../read/read.js';
import type { Kernel, KernelExports } from './load-kernel.js';
import { behind, type RowFields, type RowForm, type TableShape } from './row-form.js';

/** Columns the kernel takes at most: MOST_COLUMNS in kernel/csv.ts. */
const MOST_COLUMNS = 4096;
/** Columns with labels it takes at most: MOST_KEYS in kernel/keys.ts. */
const MOST_KEYS = 64;
const LF = 0x0a;
const NO_QUOTE = 0xffff;
const TEXT = 1;
const FIRST_KEY = 2;

/** The form of tables. */
export function tableForm({ exports }: Kernel, fields: RowFields): RowForm {
  let shape: TableShape | undefined;
  return {
    kind: 'table',
    isInLines: true,
    order() {
      if (shape === undefined) throw new RangeError('the table is not described');
      return { kind: 'table', shape };
    },
    describe(parser) {
      const dialect = parser.dialect?.();
      if (dialect === undefined || dialect.header === null) return undefined;
      shape = describeTable(dialect, fields);
      if (shape === undefined) return false;
      setTable(exports, shape);
      return String(shape.quote);
    },
    pieceEnd: (window, from, passed, end) => behind(LF, window, from, passed, end),
  };
}

/** The shape of a table whose header is known; undefined where the kernel does not take it. */
function describeTable({ header, delimiter, quote }: Dialect, fields: RowFields): TableShape | undefined {
  if (header === null || header.length < 2 || header.length > MOST_COLUMNS || fields.keys.length > MOST_KEYS) return undefined;
  const text = header.indexOf(fields.text);
  const keys = fields.keys.map((name) => header.indexOf(name));
  if (text < 0 || keys.includes(-1)) return undefined;
  const signs = [10, 13, delimiter.charCodeAt(0), ...(quote === false ? [] : [quote.charCodeAt(0)])];
  if (new Set(signs.map((byte) => byte & 15)).size < signs.length) return undefined;
  return {
    width: header.length,
    delimiter: delimiter.charCodeAt(0),
    quote: quote === false ? NO_QUOTE : quote.charCodeAt(0),
    text,
    keys,
  };
}

/** Tells the kernel what the columns hold. */
export function setTable(kernel: KernelExports, { width, delimiter, quote, text, keys }: TableShape): void {
  kernel.describeTable(width, keys.length, delimiter, quote);
  const roles = new Uint8Array(kernel.memory.buffer, kernel.rolesAt(), width);
  roles.fill(0);
  roles[text] = TEXT;
  keys.forEach((column, number) => (roles[column] = FIRST_KEY + number));
}
