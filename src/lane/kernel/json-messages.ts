import { reserve } from './areas';
import { escapeCopy } from './escape';
import { hasEscape, LONE_SURROGATE, stringEnd, unescape } from './json-text';
import { beginValue, nameAt, nameEnd, nameHash, nameSize, openObject, skipSpace, valueEnd } from './json-value';
import { LONGEST_TEXT } from './lines';
import { findName, hashName, PARTS, ROLES, UNNAMED } from './names';
import { isBlank } from './text';

/** Bytes of canonical JSON per byte of messages at most: U+2028 is three bytes of UTF-8 and becomes six. */
const MOST_GROWTH: u32 = 3;
/** Parts of a message, as the host names them. */
const ROLE: u32 = 1;
const CONTENT: u32 = 2;

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const OPEN_BRACKET: u32 = 0x5b;
const CLOSE_BRACKET: u32 = 0x5d;
const OPEN_BRACE: u32 = 0x7b;

/** Where a message in canonical JSON begins, by its role: 48 bytes each, then the size as one. */
const HEADS = memory.data(4 * 64);

let canonical: usize = 0;
let decoded: usize = 0;

export function prepareMessages(): void {
  canonical = reserve(LONGEST_TEXT * MOST_GROWTH);
  decoded = reserve(LONGEST_TEXT);
}

/** Where the host writes how a message of each role begins in canonical JSON: 64 bytes each, of which the last is the size. */
export function messageHeadsAt(): usize {
  return HEADS;
}

/** Where `copyMessages` writes. */
export function canonicalAt(): usize {
  return canonical;
}

/**
 * Writes messages as canonical JSON: a list of objects with a known role and a content, both strings, other members left out.
 * @param from a value whose grammar was checked
 * @returns bytes written, or 0 where it is another kind of value, or none of the messages has more than white space
 */
export function copyMessages(from: usize): u32 {
  if (load<u8>(from) !== <u8>OPEN_BRACKET) return 0;
  let hasContent = false;
  let to = canonical;
  store<u8>(to++, <u8>OPEN_BRACKET);
  let at = skipSpace(from + 1);
  while (load<u8>(at) === <u8>OPEN_BRACE) {
    let role: u32 = UNNAMED;
    let content: usize = 0;
    let contentEnd: usize = 0;
    let isEscaped = false;
    at = skipSpace(at + 1);
    while (load<u8>(at) === <u8>QUOTE) {
      beginValue();
      at = nameEnd(at, openObject());
      const part = findName(PARTS, nameAt, nameSize, nameHash);
      if (part === UNNAMED) at = valueEnd(at, 0);
      else if (load<u8>(at) !== <u8>QUOTE) return 0;
      else {
        const end = stringEnd(at + 1);
        if (part === CONTENT) {
          content = at + 1;
          contentEnd = end;
          isEscaped = hasEscape;
        } else {
          const size = <u32>(end - at) - 1;
          role = findName(ROLES, at + 1, size, hashName(at + 1, size));
          if (role === UNNAMED) return 0;
        }
        at = end + 1;
      }
      at = skipSpace(at);
      if (load<u8>(at) === <u8>COMMA) at = skipSpace(at + 1);
    }
    if (role === UNNAMED || content === 0) return 0;
    let size = <u32>(contentEnd - content);
    if (isEscaped) {
      size = unescape(decoded, content, size);
      if (size === LONE_SURROGATE) return 0;
      content = decoded;
    }
    hasContent = hasContent || !isBlank(content, size);
    const head = HEADS + ((role - 1) << 6);
    memory.copy(to, head, 48);
    to += <usize>load<u8>(head, 63);
    to += escapeCopy(to, content, size);
    store<u8>(to, <u8>QUOTE);
    store<u8>(to, 0x7d, 1);
    to += 2;
    at = skipSpace(at + 1);
    if (load<u8>(at) !== <u8>COMMA) break;
    store<u8>(to++, <u8>COMMA);
    at = skipSpace(at + 1);
  }
  if (!hasContent || load<u8>(at) !== <u8>CLOSE_BRACKET) return 0;
  store<u8>(to++, <u8>CLOSE_BRACKET);
  return <u32>(to - canonical);
}
