import { setImmediate } from 'node:timers/promises';
import type { FileMetaData, RowGroup } from 'hyparquet';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import type { FileReaderSetup } from '../reader.js';
import { chooseFields } from './choose-fields.js';
import { openColumn, type ColumnCursor } from './column-cursor.js';
import { createDecompressor, type Decompressor } from './decompressor.js';
import { openFileBytes, type FileBytes } from './file-bytes.js';
import { finishRow } from './finish-row.js';
import { codecsOf, readFooter } from './footer.js';
import { createMemoryBudget } from './memory-budget.js';
import { createTaker, setMember, type FieldTaker } from './row-assembler.js';
import { clearTally, createTally, type RowTally } from './row-tally.js';
import { leavesOf, readSchema, type LeafNode, type Node, type Schema } from './schema-nodes.js';

/** Bytes of values at which a batch ends before it is full. */
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * The rows of a Parquet file in batches, column chunks page by page. Memory: a page and a dictionary per column read, and a
 * batch.
 * @throws LabelmillError SOURCE_MALFORMED with row group, column and page; LIMIT_EXCEEDED, HEADER_INVALID, SOURCE_UNREADABLE
 */
export async function* readParquet(
  path: string,
  setup: FileReaderSetup,
): AsyncGenerator<readonly (Row | Reject)[], void, undefined> {
  const file = openFileBytes(setup.source, path);
  try {
    const { metadata, firstByte } = readFooter(file);
    const schema = schemaOf(file.name, metadata);
    const decompress = await createDecompressor(codecsOf(metadata));
    const opened: OpenedFile = { file, schema, nodes: chooseFields(schema.fields, setup.fields), endByte: firstByte, decompress };
    let row = 0;
    for (const [place, group] of metadata.row_groups.entries()) {
      for (const batch of readGroup(opened, { group, number: place + 1, firstRow: row }, setup)) {
        yield batch;
        // all of this is synchronous: let signals and timers have their turn
        await setImmediate();
      }
      row += Number(group.num_rows);
    }
  } finally {
    file.close();
  }
}

interface OpenedFile {
  readonly file: FileBytes;
  readonly schema: Schema;
  /** The fields that are read. */
  readonly nodes: readonly Node[];
  readonly endByte: number;
  readonly decompress: Decompressor;
}

interface NumberedGroup {
  readonly group: RowGroup;
  /** From 1. */
  readonly number: number;
  /** Rows of the groups before. */
  readonly firstRow: number;
}

function* readGroup(
  opened: OpenedFile,
  { group, number, firstRow }: NumberedGroup,
  setup: FileReaderSetup,
): Generator<readonly (Row | Reject)[], void, undefined> {
  const { source, batchSize, rowLimitBytes } = setup;
  const count = Number(group.num_rows);
  if (count === 0) return;
  const tally = createTally();
  const cursors = openColumns(opened, { group, number, tally });
  const cursorOf = (column: number): ColumnCursor => cursors.get(column)?.cursor ?? unknownColumn(column);
  const fields = opened.nodes.map((node) => ({
    name: node.name,
    take: createTaker(node, { cursorOf, tally, rowLimitBytes }),
  }));
  let batch: (Row | Reject)[] = [];
  let batchBytes = 0;
  for (let place = 1; place <= count; place++) {
    clearTally(tally);
    const value = takeRow(fields);
    for (const { cursor, leaf } of cursors.values()) {
      if (cursor.repetition > 0) throw misfit(source, number, leaf, `row ${place} does not end where its other columns do`);
    }
    batch.push(finishRow(value, tally, { source, group: number, place, firstRow, rowLimitBytes }));
    batchBytes += tally.bytes;
    if (batch.length < batchSize && batchBytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    batchBytes = 0;
  }
  for (const { cursor, leaf } of cursors.values()) {
    if (cursor.repetition >= 0) throw misfit(source, number, leaf, `it has more rows than the ${count} of its row group`);
  }
  if (batch.length > 0) yield batch;
}

interface Field {
  readonly name: string;
  readonly take: FieldTaker;
}

function takeRow(fields: readonly Field[]): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const { name, take } of fields) setMember(value, name, take());
  return value;
}

interface OpenColumn {
  readonly cursor: ColumnCursor;
  readonly leaf: LeafNode;
}

function openColumns(
  { file, schema, nodes, endByte, decompress }: OpenedFile,
  { group, number, tally }: { readonly group: RowGroup; readonly number: number; readonly tally: RowTally },
): ReadonlyMap<number, OpenColumn> {
  const budget = createMemoryBudget(file.name);
  const cursors = new Map<number, OpenColumn>();
  if (group.columns.length !== schema.columnCount) {
    const message = `${file.name}: its footer is damaged: row-group ${number} has ${group.columns.length} columns, the schema ${schema.columnCount}`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source: file.name, rowGroup: number });
  }
  for (const leaf of nodes.flatMap(leavesOf)) {
    const chunk = group.columns[leaf.column]?.meta_data;
    if (chunk?.path_in_schema.join('\0') !== leaf.path.join('\0')) {
      throw misfit(file.name, number, leaf, 'its footer is damaged: the column stands elsewhere in the schema');
    }
    const cursor = openColumn({ file, chunk, endByte, decompress, leaf, group: number, tally, budget });
    cursors.set(leaf.column, { cursor, leaf });
  }
  return cursors;
}

function misfit(source: string, group: number, leaf: LeafNode, what: string): LabelmillError {
  const column = leaf.path.join('.');
  const message = `${source}: row-group ${group}, column ${JSON.stringify(column)}: ${what}; the file is damaged: fetch or write it again`;
  return new LabelmillError('SOURCE_MALFORMED', message, { source, rowGroup: group, column });
}

function schemaOf(source: string, metadata: FileMetaData): Schema {
  try {
    return readSchema(metadata);
  } catch (error) {
    const message = `${source}: its schema can't be read: ${reasonOf(error)}; write the file again`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source }, error);
  }
}

function unknownColumn(column: number): never {
  throw new LabelmillError('INTERNAL', `column ${column} was not opened`);
}
