import type { DataPageHeader, PageHeader } from 'hyparquet';
import type { Page } from './page-reader.js';
import type { LeafNode } from './schema-nodes.js';

/** Bytes of a page from one place up to another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where in a data page its levels and values are. */
export interface PageLayout {
  readonly entries: number;
  /** Undefined where there are none, as no level but 0 is possible, or no entry. */
  readonly repetitions: Span | undefined;
  readonly definitions: Span | undefined;
  /** The values begin here, in this encoding. */
  readonly start: number;
  readonly encoding: string;
  /** What the header of a page of the second version says; the first says nothing. */
  readonly nulls: number | undefined;
}

/** @throws Error where it is no data page, or its levels are written in another way than runs */
export function layOutPage({ header, bytes }: Page, leaf: LeafNode): PageLayout {
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (header.type === 'DATA_PAGE' && first !== undefined) return layOutFirstVersion(bytes, first, leaf);
  if (header.type === 'DATA_PAGE_V2' && second !== undefined) return layOutSecondVersion(second, leaf);
  throw new Error('its header is damaged: it names no known kind of page');
}

function layOutFirstVersion(bytes: Buffer, header: DataPageHeader, leaf: LeafNode): PageLayout {
  const { num_values: entries, encoding } = header;
  let start = 0;
  const levels = (highest: number, written: string): Span | undefined => {
    if (highest === 0 || entries === 0) return undefined;
    if (written !== 'RLE') throw new Error(`levels in the encoding ${written} are not supported`);
    const from = start + 4;
    start = from + bytes.readUInt32LE(start);
    return { start: from, end: start };
  };
  const repetitions = levels(leaf.maxRepetition, header.repetition_level_encoding);
  const definitions = levels(leaf.maxDefinition, header.definition_level_encoding);
  return { entries, repetitions, definitions, start, encoding, nulls: undefined };
}

type SecondHeader = NonNullable<PageHeader['data_page_header_v2']>;

function layOutSecondVersion(header: SecondHeader, leaf: LeafNode): PageLayout {
  const middle = header.repetition_levels_byte_length;
  const start = middle + header.definition_levels_byte_length;
  return {
    entries: header.num_values,
    repetitions: leaf.maxRepetition === 0 ? undefined : { start: 0, end: middle },
    definitions: leaf.maxDefinition === 0 ? undefined : { start: middle, end: start },
    start,
    encoding: header.encoding,
    nulls: header.num_nulls,
  };
}
