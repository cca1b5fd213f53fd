import { createElementScanner, type ElementScan } from './json-elements.js';
import { rowsShape, type MemberPlan } from './json-shape.js';
import type { TextSpool } from './text-spool.js';
import type { ReaderSetup } from '../reader.js';

/** Where the values of one field begin in a document. */
export interface Column {
  readonly name: string;
  /** Its cells have names, which are the rows' labels. */
  readonly hasLabels: boolean;
  /** First byte behind its opening bracket. */
  readonly byte: number;
  readonly line: number;
}

export interface Cell {
  /** Name of the row. */
  readonly label: string | undefined;
  /** Its value as JSON text, cut where it is too large. */
  readonly text: string;
  readonly line: number;
  readonly byte: number;
  readonly isTooLarge: boolean;
}

/** Gives the cells of one column, one by one. */
export interface ColumnCursor {
  readonly name: string;
  /** The next cell; undefined after the last. */
  next(): Cell | undefined;
}

export interface ColumnCursorOptions {
  readonly setup: ReaderSetup;
  readonly spool: TextSpool;
  readonly blockBytes: number;
}

/** Memory: a block, or a cell that is longer. */
export function createColumnCursor(column: Column, { setup, spool, blockBytes }: ColumnCursorOptions): ColumnCursor {
  const plan: MemberPlan = { kind: column.hasLabels ? 'cells' : 'rows', role: 'row' };
  const scanner = createElementScanner({
    ...setup,
    firstByte: column.byte,
    shape: rowsShape(),
    within: { plan, line: column.line },
  });
  let position = column.byte - setup.firstByte;
  let scan: ElementScan | undefined;
  let at = 0;

  return {
    name: column.name,
    next() {
      while (scan === undefined || at >= scan.spans.length) {
        if (scan?.fault !== undefined) throw scan.fault;
        if (scanner.isBehind()) return undefined;
        const block = spool.read(position, blockBytes);
        position += block.length;
        scan = scanner.next(block, false);
        at = 0;
      }
      const span = scan.spans[at++];
      if (span === undefined) return undefined;
      const { start, end, label, line, isTooLarge } = span;
      return { label, text: scan.window.toString('utf8', start, end), line, byte: scan.firstByte + start, isTooLarge };
    },
  };
}
