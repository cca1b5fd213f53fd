// How generated rows are written: as text in blocks, or as Parquet.
import { closeSync, openSync, writeSync } from 'node:fs';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';

const BLOCK_CHARS = 1 << 20;
const ROW_GROUP = 200_000;

const cell = (value) => {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const object = (fields, row) => JSON.stringify(Object.fromEntries(fields.map((field, at) => [field, row[at]])));
const csvRow = (fields, row) => `${row.map(cell).join(',')}\n`;

/** What stands before all rows, between two, after all, and a row. */
export const TEXT_FORMATS = {
  csv: { head: (fields) => `${fields.join(',')}\n`, between: '', tail: '', row: csvRow },
  jsonl: { head: () => '', between: '', tail: '', row: (fields, row) => `${object(fields, row)}\n` },
  json: { head: () => '[\n', between: ',\n', tail: '\n]\n', row: object },
};

/** Bytes of a row in a table: what the size of generated data counts in, whatever the format, so that all hold the same rows. */
export const tableBytes = (row) => Buffer.byteLength(csvRow([], row));

/** Opens a file for rows. @returns its `add` and `end` */
export function openRows(path, format, fields) {
  return format === 'parquet' ? openParquet(path, fields) : openText(path, TEXT_FORMATS[format], fields);
}

function openText(path, { head, between, tail, row: write }, fields) {
  const file = openSync(path, 'w');
  let block = head(fields);
  let isFirst = true;
  const flush = () => {
    const bytes = Buffer.from(block);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    block = '';
  };
  return {
    add(row) {
      block += (isFirst ? '' : between) + write(fields, row);
      isFirst = false;
      if (block.length >= BLOCK_CHARS) flush();
    },
    end() {
      block += tail;
      flush();
      closeSync(file);
    },
  };
}

function openParquet(path, fields) {
  let parquet;
  let group = [];
  const flush = () => {
    if (group.length === 0) return;
    parquet ??= new ParquetWriter({ writer: fileWriter(path), schema: schemaOf(fields, group[0]) });
    parquet.write({ columnData: fields.map((name, at) => ({ name, data: group.map((row) => row[at]) })) });
    group = [];
  };
  return {
    add(row) {
      group.push(row);
      if (group.length >= ROW_GROUP) flush();
    },
    end() {
      flush();
      parquet.finish();
    },
  };
}

function schemaOf(fields, row) {
  const column = (name, at) => ({
    name,
    repetition_type: 'REQUIRED',
    ...(typeof row[at] === 'number' ? { type: 'INT32' } : { type: 'BYTE_ARRAY', converted_type: 'UTF8' }),
  });
  return [{ name: 'root', num_children: fields.length }, ...fields.map(column)];
}
