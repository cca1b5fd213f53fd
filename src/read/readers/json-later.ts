import { LabelmillError } from '../../core/errors.js';
import type { Row } from '../../core/row.js';
import type { Reject } from '../../core/reject.js';
import { giveOut } from '../give-out.js';
import type { ReaderSetup, RowParser } from '../reader.js';
import { createElementScanner } from './json-elements.js';
import { jsonFault } from './json-fault.js';
import { startRows } from './json-rows.js';
import { arraysShape, splitShape, type DocumentShape } from './json-shape.js';
import { parseJson } from './json-value.js';
import { createTextSpool } from './text-spool.js';

/** Bytes read from the spool at a time. */
const BLOCK_BYTES = 256 * 1024;

/**
 * Reads a document whose rows may come before the names of their fields: keeps its text in a spool, gathers the names on the
 * way, and reads the rows when all is there. A document of arrays without names is read as `arrays` unless it was told to be
 * `split`. Time: the frame is gone through twice. Disk: as much as the text, from 8 MiB on.
 */
export function startLater(setup: ReaderSetup): RowParser {
  const { source, columnLimit } = setup;
  const isTold = setup.json.orient === 'split';
  const spool = createTextSpool(setup.directory);
  const members = new Set<string>();
  const shape = watchedShape(isTold ? splitShape() : arraysShape('{'), members);
  const scanner = createElementScanner({ ...setup, shape });
  const names: unknown[] = [];
  let isSplit = isTold;

  function gather(chunk: Buffer, isLast: boolean): readonly (Row | Reject)[] {
    const { window, firstByte, spans, fault } = scanner.next(chunk, isLast);
    for (const { start, end, line, key, isTooLarge } of spans) {
      if (key !== 'columns' || isTooLarge || names.length > columnLimit) continue;
      const text = window.toString('utf8', start, end);
      try {
        names.push(parseJson(text));
      } catch (error) {
        throw jsonFault(text, { source, row: 0, line, byte: firstByte + start }, error);
      }
    }
    if (fault !== undefined) throw fault;
    return [];
  }

  function choose(): RowParser {
    isSplit = members.has('columns') && (isTold || (members.has('data') && names.every(isName)));
    if (isSplit) return startRows(setup, splitShape(), names);
    if (!isTold) return startRows(setup, arraysShape('{'));
    const message = `${source} has no member "columns" with the names of the fields, which orient split needs`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source });
  }

  return {
    push(chunk) {
      spool.write(chunk);
      return gather(chunk, false);
    },
    end: () => gather(Buffer.alloc(0), true),
    *drain() {
      const parser = choose();
      for (let at = 0; at < spool.size(); at += BLOCK_BYTES) yield* giveOut(parser, parser.push(spool.read(at, BLOCK_BYTES)));
      yield* giveOut(parser, parser.end());
    },
    line: scanner.line,
    blankLines: () => 0,
    orient: () => (isSplit ? 'split' : 'arrays'),
    close: spool.remove,
  };
}

/** A shape that notes the members it meets. */
function watchedShape(shape: DocumentShape, members: Set<string>): DocumentShape {
  return {
    ...shape,
    member(name, byte, place) {
      members.add(name);
      return shape.member(name, byte, place);
    },
  };
}

function isName(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
