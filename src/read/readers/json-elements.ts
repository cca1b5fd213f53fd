import { LabelmillError } from '../../core/errors.js';
import type { SkippedRows } from '../reader.js';
import { EXPECTED, nextState, stateAfter, type ElementState, type FrameState } from './json-frame.js';
import { ROWS, type DocumentShape, type MemberPlan } from './json-shape.js';
import { nearText, parseJson } from './json-value.js';

/** An element of a document as a piece of the window it was found in. What is within it has not been looked at. */
export interface ElementSpan {
  /** First byte, and the one after the last; of an element above the limit only its first bytes are here. */
  readonly start: number;
  readonly end: number;
  /** Line it starts on, from 1. */
  readonly line: number;
  /** Name of the member it stands in or is, where the document is an object. */
  readonly key: string | undefined;
  /** Its own name, where it stands in an object within the document. */
  readonly label: string | undefined;
  readonly role: MemberPlan['role'];
  readonly isTooLarge: boolean;
}

export interface ElementScan {
  readonly window: Buffer;
  /** Place of the window's first byte in the source. */
  readonly firstByte: number;
  readonly spans: readonly ElementSpan[];
  /** SOURCE_MALFORMED where, behind these elements, something else stands than should. Nothing after it was looked at. */
  readonly fault?: LabelmillError;
}

/** Finds the elements of a JSON document, chunk by chunk. */
export interface ElementScanner {
  /** The elements that end in this chunk, up to a fault. The window holds their bytes. */
  next(chunk: Buffer, isLast: boolean): ElementScan;
  line(): number;
  /** A scan that began within a member has passed its end. */
  isBehind(): boolean;
  /** The next byte follows an element. */
  isBehindElement(): boolean;
  /** Goes on behind elements that someone else has read. Behind an element only. */
  skip(read: SkippedRows): void;
}

export interface ElementScannerOptions {
  readonly source: string;
  readonly rowLimitBytes: number;
  readonly depthLimit: number;
  readonly firstByte: number;
  readonly shape: DocumentShape;
  /** Where the scan begins within a document: behind the bracket of a member that is read by this plan. */
  readonly within?: { readonly plan: MemberPlan; readonly line: number };
}

/**
 * The frame of a document: brackets, commas and names are checked here, each with its exact place; the elements are left to
 * JSON.parse. stream-json's tokens have no places and take three to five times as long (measured: 31-37 MB/s against 87-169).
 * LF, CRLF and CR end a line. Time O(bytes), about 3 ns each; memory one element.
 */
export function createElementScanner(options: ElementScannerOptions): ElementScanner {
  const { source, rowLimitBytes, shape, within } = options;
  let rest: Buffer = Buffer.alloc(0);
  let restByte = options.firstByte;
  let scanned = 0;
  let plan: MemberPlan = within?.plan ?? ROWS;
  let state: FrameState | ElementState =
    within === undefined ? 'start' : within.plan.kind === 'cells' ? 'cell-key-or-end' : 'element-or-end';
  let isObject = within !== undefined;
  let line = within?.line ?? 1;
  let isAfterReturn = false;
  let key: string | undefined;
  let label: string | undefined;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  /** The string or name needs no decoding. */
  let isPlain = true;
  let elementLine = 1;
  /** Rows found so far. */
  let rowCount = 0;
  /** The element was handed over as too large; its bytes are let go. */
  let isSkipping = false;

  function next(chunk: Buffer, isLast: boolean): ElementScan {
    const window = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const firstByte = restByte;
    const spans: ElementSpan[] = [];
    try {
      scanTo(isLast, window, spans);
      return { window, firstByte, spans };
    } catch (fault) {
      if (!(fault instanceof LabelmillError)) throw fault;
      return { window, firstByte, spans, fault };
    }
  }

  /** @throws LabelmillError SOURCE_MALFORMED */
  function scanTo(isLast: boolean, window: Buffer, spans: ElementSpan[]): void {
    const length = window.length;
    let at = scanned;
    /** First byte of the element or name that the scan is within. */
    let start = 0;

    const finishElement = (end: number): void => {
      const isTooLarge = end - start > rowLimitBytes;
      if (!isSkipping) addSpan(isTooLarge ? start + rowLimitBytes : end, isTooLarge);
      isSkipping = false;
      state = stateAfter(plan);
    };
    const addSpan = (end: number, isTooLarge: boolean): void => {
      const { role } = plan;
      spans.push({ start, end, line: elementLine, key, label, role, isTooLarge });
      if (role === 'row') rowCount++;
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
      if (state === 'in-string' || state === 'in-key' || state === 'in-cell-key') {
        if (byte < 0x20 || byte === 0x5c) isPlain = false;
        if (isEscaped) isEscaped = false;
        else if (byte === 0x5c) isEscaped = true;
        else if (byte === 0x22) {
          if (state === 'in-string') finishElement(at + 1);
          else {
            const name = isPlain ? window.toString('utf8', start + 1, at) : readName(window.toString('utf8', start, at + 1));
            if (name === undefined) throw malformed(window, at, 'the name of a member is not a JSON string');
            if (state === 'in-key') key = name;
            else label = name;
            state = state === 'in-key' ? 'colon' : 'cell-colon';
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
      const frame: FrameState = state === 'in-scalar' ? stateAfter(plan) : state;
      if (frame === 'member') plan = enterMember(byte, at);
      const following: FrameState | ElementState | undefined = nextState(frame, byte, { isObject, plan });
      const isOther = frame === 'start' && shape.begins !== undefined && byte !== shape.begins.charCodeAt(0);
      if (following === undefined || isOther) throw malformed(window, at, isOther ? otherStart(shape) : EXPECTED[frame]);
      if (frame === 'start') isObject = byte === 0x7b;
      if (isWithin(following)) {
        start = at;
        elementLine = line;
        depth = 1;
        isInString = isEscaped = false;
        isPlain = true;
      }
      state = following;
      if (within !== undefined && state === 'after-member') break;
    }

    if (isLast && state !== 'end' && state !== 'start') throw malformed(window, at, describeEnd());
    const isTooLong = isWithin(state) && !isSkipping && at - start > rowLimitBytes;
    if (isTooLong && isName(state)) throw malformed(window, start, 'the name of a member is longer than the limit of a row');
    if (isTooLong) {
      addSpan(start + rowLimitBytes, true);
      isSkipping = true;
    }
    const kept = isWithin(state) && !isSkipping ? start : at;
    rest = window.subarray(kept);
    restByte += kept;
    scanned = at - kept;
  }

  /** Why a document must not end here. */
  function describeEnd(): string {
    if (!isWithin(state) || isName(state)) return 'the file ends too early';
    const inside = plan.role === 'row' ? `inside row ${rowCount + (isSkipping ? 0 : 1)}` : `inside member ${shown(key)}`;
    const isDeep = state === 'in-container' && depth > options.depthLimit;
    const levels = isDeep ? ` and is nested ${depth} levels deep (the limit is ${options.depthLimit}: limits.depth)` : '';
    return `the file ends ${plan.kind === 'cells' ? `inside member ${shown(key)}` : inside}, which starts on line ${elementLine}${levels}`;
  }

  function malformed(window: Buffer, at: number, reason: string): LabelmillError {
    const byte = restByte + at;
    const near = nearText(window.toString('utf8', at, at + 160), 0);
    const message = `${source}:${line}: not valid JSON at byte ${byte}${near}: ${reason}`;
    return new LabelmillError('SOURCE_MALFORMED', message, { source, line, byte });
  }

  function enterMember(byteValue: number, at: number): MemberPlan {
    const byte = restByte + at;
    const entered = shape.member(key ?? '', byteValue, { byte, line });
    if (typeof entered !== 'string') return entered;
    const message = `${source}:${line}: member ${shown(key)} (byte ${byte}) ${entered}`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source, line, byte });
  }

  return {
    next,
    line: () => line,
    isBehind: () => within !== undefined && state === 'after-member',
    isBehindElement: () => state === 'after-element' && !isAfterReturn,
    skip(read) {
      restByte += read.bytes;
      line += read.lines;
      rowCount += read.rows;
    },
  };
}

function otherStart({ begins }: DocumentShape): string {
  return begins === '[' ? 'the orient needs an array of rows' : 'the orient needs an object';
}

/** A name for messages. */
function shown(name: string | undefined): string {
  return JSON.stringify((name ?? '').slice(0, 40));
}

function isWithin(state: FrameState | ElementState): state is ElementState {
  return state === 'in-container' || state === 'in-string' || state === 'in-scalar' || isName(state);
}

function isName(state: FrameState | ElementState): boolean {
  return state === 'in-key' || state === 'in-cell-key';
}

function readName(text: string): string | undefined {
  try {
    const value = parseJson(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
