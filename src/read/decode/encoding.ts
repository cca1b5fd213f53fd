import { LabelmillError } from '../../core/errors.js';
import type { Decoder, Substitute } from './decoder.js';
import { createUtf16Decoder } from './utf16-decoder.js';
import { createUtf8Decoder } from './utf8-decoder.js';

/** The encoding of a text. */
export interface Encoding {
  /** `utf-8`, `utf-16le`, `utf-16be`, or a name that iconv-lite knows, in lower case. */
  readonly name: string;
  /** Bytes of the byte order mark; 0 where there is none. */
  readonly markBytes: number;
}

/** Byte order marks (in Latin-1); UTF-32 first, as its mark begins with that of UTF-16. */
const MARKS = [
  ['\xff\xfe\0\0', 'utf-32le'],
  ['\0\0\xfe\xff', 'utf-32be'],
  ['\xef\xbb\xbf', 'utf-8'],
  ['\xff\xfe', 'utf-16le'],
  ['\xfe\xff', 'utf-16be'],
] as const;

/** Names without signs, in lower case, of the encodings that are read without iconv-lite. */
const UNICODE_NAMES: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf-8'],
  ['utf16le', 'utf-16le'],
  ['ucs2', 'utf-16le'],
  ['utf16be', 'utf-16be'],
  ['utf16', 'utf-16'],
]);

/** Names that iconv-lite knows and that are not read: they are no text encodings, or characters can't be told apart in them. */
const NOT_READ =
  /^(?:base64|hex|binary|cesu8|unicode11utf8|utf7|utf7imap|unicode11utf7|utf32|utf32le|utf32be|ucs4|ucs4le|ucs4be)$/;

/**
 * The encoding of a text by its byte order mark and by what the user said; UTF-8 where there is neither.
 * @param source name, for messages
 * @param head first bytes of the text
 * @throws LabelmillError USAGE (no such encoding), SOURCE_MALFORMED (UTF-32, or a mark that gainsays the user)
 */
export async function tellEncoding(source: string, head: Buffer, told: string | undefined): Promise<Encoding> {
  const start = head.toString('latin1', 0, 4);
  const mark = MARKS.find(([bytes]) => start.startsWith(bytes));
  if (mark?.[1].startsWith('utf-32') === true) {
    const message = `${source} is ${mark[1].toUpperCase()} text, which is not read: convert it first (iconv -f ${mark[1].toUpperCase()} -t UTF-8)`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source, encoding: mark[1].toUpperCase() });
  }
  const name = told === undefined ? 'utf-8' : await checkedName(source, told);
  if (mark === undefined) {
    if (name !== 'utf-16') return { name, markBytes: 0 };
    const message = `${source} has no byte order mark: say utf-16le (as Windows writes it) or utf-16be instead of ${String(told)}`;
    throw new LabelmillError('USAGE', message, { source, encoding: name });
  }
  const [bytes, marked] = mark;
  if (told === undefined || name === marked || (name === 'utf-16' && marked.startsWith('utf-16')))
    return { name: marked, markBytes: bytes.length };
  const message = `${source} begins with the byte order mark of ${marked.toUpperCase()}, but its encoding was given as ${name}: leave the encoding out`;
  throw new LabelmillError('SOURCE_MALFORMED', message, { source, encoding: marked });
}

/** A decoder of the text after its byte order mark. iconv-lite is loaded only where it is needed. */
export async function createDecoder(source: string, encoding: Encoding, substitute: Substitute): Promise<Decoder> {
  const { name, markBytes } = encoding;
  if (name === 'utf-8') return createUtf8Decoder(markBytes, substitute);
  if (name === 'utf-16le' || name === 'utf-16be')
    return createUtf16Decoder(name === 'utf-16le' ? 'LE' : 'BE', markBytes, substitute);
  const { createLegacyDecoder } = await import('./legacy-decoder.js');
  return createLegacyDecoder({ name: source, encoding: name }, substitute);
}

/** @throws LabelmillError USAGE */
async function checkedName(source: string, told: string): Promise<string> {
  const key = told.toLowerCase().replace(/[^a-z0-9]/g, '');
  const unicode = UNICODE_NAMES.get(key);
  if (unicode !== undefined) return unicode;
  const { default: iconv } = await import('iconv-lite');
  if (key !== '' && !NOT_READ.test(key) && iconv.encodingExists(told)) return told.toLowerCase();
  const advice =
    'known are utf-8, utf-16le, utf-16be, windows-1250 to 1258, iso-8859-1 to 16, shift_jis, euc-jp, gbk, gb18030, big5, euc-kr, koi8-r and others of iconv-lite';
  throw new LabelmillError('USAGE', `${source}: there is no encoding ${JSON.stringify(told)}; ${advice}`, {
    source,
    encoding: told,
  });
}
