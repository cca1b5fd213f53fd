import { LabelmillError } from '../../core/errors.js';
import { EXPECTED, nextState, SHAPES, type ElementState, type FrameState } from './json-frame.js';
import { nearText, parseJson } from './json-value.js';

/** An element of an array of rows as a piece of the window it was found in. What is within it has not been looked at. */
export interface ElementSpan {
  /** First byte, and the one after the last; of an element above the limit only its first bytes are here. */
  readonly start: number;
  readonly end: number;
  /** Line it starts on, from 1. */
  readonly line: number;
  /** Name of the member whose array it stands in, where the document is an object of arrays. */
  readonly key: string | undefined;
  readonly isTooLarge: boolean;
}

export interface ElementScan {
  readonly window: Buffer;
  /** Place of the window's first byte in the source. */
  readonly firstByte: number;
  readonly spans: readonly ElementSpan[];
}

/** Finds the elements of a JSON document that is an array, or an object of arrays, chunk by chunk. */
export interface ElementScanner {
  /**
   * The elements that end in this chunk. The window holds their bytes.
   * @throws LabelmillError SOURCE_MALFORMED where something else stands between the elements than should
   */
  next(chunk: Buffer, isLast: boolean): ElementScan;
  line(): number;
}

export interface ElementScannerOptions {
  readonly source: string;
  readonly rowLimitBytes: number;
  readonly firstByte: number;
}

/**
 * The frame of a document: brackets, commas and member names are checked here, each with its exact place; the elements are
 * left to JSON.parse. stream-json's tokens have no places and take three to five times as long (measured: 31-37 MB/s against
 * 87-169). LF, CRLF and CR end a line. Time O(bytes), about 3 ns each; memory one element.
 */
export function createElementScanner(options: ElementScannerOptions): ElementScanner {
  const { source, rowLimitBytes } = options;
  let rest: Buffer = Buffer.alloc(0);
  let restByte = options.firstByte;
  let scanned = 0;
  let state: FrameState | ElementState = 'start';
  let line = 1;
  let isAfterReturn = false;
  let isObject = false;
  let key: string | undefined;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let elementLine = 1;
  /** The element was handed over as too large; its bytes are let go. */
  let isSkipping = false;

  function next(chunk: Buffer, isLast: boolean): ElementScan {
    const window = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const length = window.length;
    const spans: ElementSpan[] = [];
    let at = scanned;
    /** First byte of the element or name that the scan is within. */
    let start = 0;

    const finishElement = (end: number): void => {
      const isTooLarge = end - start > rowLimitBytes;
      if (!isSkipping) spans.push({ start, end: isTooLarge ? start + rowLimitBytes : end, line: elementLine, key, isTooLarge });
      isSkipping = false;
      state = 'after-element';
    };

    for (; at < length; at++) {
      const byte = window[at] ?? 0;
      if (byte === 0x0d || (byte === 0x0a && !isAfterReturn)) line++;
      isAfterReturn = byte === 0x0d;

      if (state === 'in-container') {
        if (isInString) {
          if (isEscaped) isEscaped = false;
          else if (byte === 0x5c) isEscaped = true;
          else if (byte === 0x22) isInString = false;
        } else if (byte === 0x22) isInString = true;
        else if (byte === 0x7b || byte === 0x5b) depth++;
        else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) finishElement(at + 1);
        continue;
      }
      if (state === 'in-string' || state === 'in-key') {
        if (isEscaped) isEscaped = false;
        else if (byte === 0x5c) isEscaped = true;
        else if (byte === 0x22) {
          if (state === 'in-string') finishElement(at + 1);
          else {
            key = readKey(window.toString('utf8', start, at + 1));
            if (key === undefined) throw malformed(window, at, 'the name of a member is not a JSON string');
            state = 'colon';
          }
        }
        continue;
      }
      const isSpace = byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
      if (state === 'in-scalar') {
        if (!isSpace && byte !== 0x2c && byte !== 0x5d && byte !== 0x7d) continue;
        finishElement(at);
      }
      if (isSpace) continue;
      const frame: FrameState = state === 'in-scalar' ? 'after-element' : state;
      const following: FrameState | ElementState | undefined = nextState(frame, byte, isObject);
      if (following === undefined) throw frame === 'member' ? notAnArray(at) : malformed(window, at, EXPECTED[frame]);
      if (frame === 'start') isObject = byte === 0x7b;
      if (isWithin(following)) {
        start = at;
        elementLine = line;
        depth = 1;
        isInString = isEscaped = false;
      }
      state = following;
    }

    if (isLast && state !== 'end' && state !== 'start') {
      const isElement = isWithin(state) && state !== 'in-key';
      const reason = isElement ? `the file ends within the row that starts on line ${elementLine}` : 'the file ends too early';
      throw malformed(window, at, reason);
    }
    const isTooLong = isWithin(state) && !isSkipping && at - start > rowLimitBytes;
    if (isTooLong && state === 'in-key') throw malformed(window, start, 'the name of a member is longer than the limit of a row');
    if (isTooLong) {
      spans.push({ start, end: start + rowLimitBytes, line: elementLine, key, isTooLarge: true });
      isSkipping = true;
    }
    const firstByte = restByte;
    const kept = isWithin(state) && !isSkipping ? start : at;
    rest = window.subarray(kept);
    restByte += kept;
    scanned = at - kept;
    return { window, firstByte, spans };
  }

  function malformed(window: Buffer, at: number, reason: string): LabelmillError {
    const byte = restByte + at;
    const near = nearText(window.toString('utf8', at, at + 160), 0);
    const message = `${source}:${line}: not valid JSON at byte ${byte}${near}: ${reason}`;
    return new LabelmillError('SOURCE_MALFORMED', message, { source, line, byte });
  }

  function notAnArray(at: number): LabelmillError {
    const byte = restByte + at;
    const member = JSON.stringify((key ?? '').slice(0, 40));
    const message = `${source}:${line}: member ${member} (byte ${byte}) is not an array: ${SHAPES}`;
    return new LabelmillError('SOURCE_MALFORMED', message, { source, line, byte });
  }

  return { next, line: () => line };
}

function isWithin(state: FrameState | ElementState): state is ElementState {
  return state === 'in-container' || state === 'in-string' || state === 'in-scalar' || state === 'in-key';
}

function readKey(text: string): string | undefined {
  try {
    const value = parseJson(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
