/** Why a scan ended; the position says where. */
export const NEEDS_MORE: u32 = 0;
/** An area is full: the host takes what is in it and goes on. */
export const FULL: u32 = 1;
/** A row for the row way. */
export const UNUSUAL: u32 = 2;
/** The same, and its labels can be defined afterwards by the key. */
export const UNKNOWN_LABELS: u32 = 3;
/**
 * The row just passed is the host's: in a deal one that occurs more than once, in a scan every one where examples are watched.
 * `repeatedFrom` and so on describe it.
 */
export const REPEATED_ROW: u32 = 4;

/** Where the scan stands and what it went past since `beginScan`. */
export let position: u32 = 0;
export let rows: u32 = 0;
export let lines: u32 = 0;
export let blanks: u32 = 0;

/** The row of REPEATED_ROW: its place in the window without its line end, and its line ends. take.ts has the rest. */
export let repeatedFrom: u32 = 0;
export let repeatedTo: u32 = 0;
export let repeatedLines: u32 = 0;

export function beginScan(at: u32): void {
  position = at;
  rows = 0;
  lines = 0;
  blanks = 0;
}

/** @param next what follows the row */
export function passRow(next: u32, lineEnds: u32): void {
  position = next;
  lines += lineEnds;
  rows++;
}

export function passBlank(next: u32, lineEnds: u32): void {
  position = next;
  lines += lineEnds;
  blanks++;
}

export function describeRepeated(from: u32, to: u32, lineEnds: u32): void {
  repeatedFrom = from;
  repeatedTo = to;
  repeatedLines = lineEnds;
}
