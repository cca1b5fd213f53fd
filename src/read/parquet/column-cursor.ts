import type { ColumnMetaData, DataPageHeader, PageHeader } from 'hyparquet';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import { bitWidthOf, createHybridNumbers, type Numbers } from './hybrid.js';
import { leafType, type LeafType } from './leaf-type.js';
import type { MemoryBudget } from './memory-budget.js';
import { createPageReader, type Page, type PageReaderSetup } from './page-reader.js';
import { createPageValues, readDictionary, type Dictionary, type PageValues } from './page-values.js';
import type { RowTally } from './row-tally.js';
import type { LeafNode } from './schema-nodes.js';

/** A column chunk on the way from its first value to its last. */
export interface ColumnCursor {
  /** Levels of the entry that comes next; the repetition level is -1 behind the last one. */
  readonly definition: number;
  readonly repetition: number;
  /** Takes the entry that comes next: its value, or null where it is only a level. @throws LabelmillError SOURCE_MALFORMED */
  take(): unknown;
}

export interface ColumnCursorSetup extends Omit<PageReaderSetup, 'chunk'> {
  readonly chunk: ColumnMetaData;
  readonly leaf: LeafNode;
  /** Row group, from 1, for messages. */
  readonly group: number;
  readonly tally: RowTally;
  readonly budget: MemoryBudget;
}

/** A data page whose entries are being taken. */
interface OpenPage {
  readonly entries: number;
  readonly definitions: Numbers | undefined;
  readonly repetitions: Numbers | undefined;
  readonly values: PageValues;
  /** What the header of a page of the second version says; the first says nothing. */
  readonly nulls: number | undefined;
  readonly bytes: number;
}

/**
 * Opens a column chunk and goes to its first entry. Everything the footer and the page headers say is checked against what
 * the pages hold. Memory: a page and the dictionary.
 * @throws LabelmillError SOURCE_MALFORMED, LIMIT_EXCEEDED, SOURCE_UNREADABLE
 */
export function openColumn(setup: ColumnCursorSetup): ColumnCursor {
  const { leaf, chunk, tally, budget, group, file } = setup;
  const { maxDefinition, maxRepetition } = leaf;
  const pages = createPageReader(setup);
  const name = leaf.path.join('.');
  const type = guarded(() => {
    if (chunk.type !== leaf.element.type) throw new Error('its type is not that of the schema');
    return leafType(leaf.element);
  });
  let left = Number(chunk.num_values);
  let dictionary: Dictionary | undefined;
  let page: OpenPage | undefined;
  let pageLeft = 0;
  let nulls = 0;

  const cursor = { definition: 0, repetition: 0, take };

  function guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof LabelmillError) throw error;
      const { page: number, byte } = pages.place();
      const where = number === 0 ? '' : `, page ${number} (byte ${byte})`;
      const message = `${file.name}: row-group ${group}, column ${JSON.stringify(name)}${where}: ${reasonOf(error)}; the file is damaged or not supported: fetch or write it again`;
      throw new LabelmillError('SOURCE_MALFORMED', message, { source: file.name, rowGroup: group, column: name, byte }, error);
    }
  }

  function advance(): void {
    while (pageLeft === 0) {
      closePage();
      if (left === 0) {
        cursor.repetition = -1;
        return;
      }
      openPage();
    }
    pageLeft--;
    cursor.repetition = page?.repetitions?.next() ?? 0;
    cursor.definition = page?.definitions?.next() ?? maxDefinition;
    if (cursor.repetition > maxRepetition || cursor.definition > maxDefinition) throw new Error('a level is above its maximum');
  }

  function closePage(): void {
    if (page === undefined) return;
    if (page.nulls !== undefined && page.nulls !== nulls) {
      throw new Error(`it has ${nulls} nulls, where its header says ${page.nulls}`);
    }
    budget.release(page.bytes);
    page = undefined;
  }

  function openPage(): void {
    const found = pages.next();
    const { type: kind, dictionary_page_header: header } = found.header;
    if (kind === 'INDEX_PAGE') return;
    budget.take(found.bytes.length, name);
    if (kind === 'DICTIONARY_PAGE') {
      if (dictionary !== undefined || header === undefined) throw new Error('a second dictionary, or one without a header');
      dictionary = readDictionary(found.bytes, header.num_values, type);
      return;
    }
    page = openDataPage(found, { leaf, type, dictionary });
    if (page.entries < 0 || page.entries > left) {
      throw new Error(`it has ${page.entries} values, where the chunk has only ${left} left`);
    }
    left -= page.entries;
    pageLeft = page.entries;
    nulls = 0;
  }

  function take(): unknown {
    return guarded(() => {
      if (cursor.repetition < 0 || page === undefined) throw new Error('it has fewer rows than its row group');
      let value: unknown = null;
      if (cursor.definition === maxDefinition) {
        const { values } = page;
        value = values.next();
        tally.bytes += values.size;
        if (value === undefined) {
          tally.invalid ??= name;
          value = null;
        }
      } else nulls++;
      advance();
      return value;
    });
  }

  guarded(() => {
    if (!(left >= 0)) throw new Error('it has no number of values');
    advance();
  });
  return cursor;
}

interface DataPageSetup {
  readonly leaf: LeafNode;
  readonly type: LeafType;
  readonly dictionary: Dictionary | undefined;
}

function openDataPage({ header, bytes }: Page, setup: DataPageSetup): OpenPage {
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (header.type === 'DATA_PAGE' && first !== undefined) return openFirstVersion(bytes, first, setup);
  if (header.type === 'DATA_PAGE_V2' && second !== undefined) return openSecondVersion(bytes, second, setup);
  throw new Error('its header is damaged: it names no known kind of page');
}

function openFirstVersion(bytes: Buffer, header: DataPageHeader, { leaf, type, dictionary }: DataPageSetup): OpenPage {
  let at = 0;
  const levels = (highest: number, encoding: string): Numbers | undefined => {
    if (highest === 0) return undefined;
    if (encoding !== 'RLE') throw new Error(`levels in the encoding ${encoding} are not supported`);
    const start = at + 4;
    at = start + bytes.readUInt32LE(at);
    return createHybridNumbers(bytes, start, at, bitWidthOf(highest));
  };
  const entries = header.num_values;
  // a page without entries may have no levels either
  if (entries === 0)
    return { entries, definitions: undefined, repetitions: undefined, values: NO_VALUES, nulls: 0, bytes: bytes.length };
  const repetitions = levels(leaf.maxRepetition, header.repetition_level_encoding);
  const definitions = levels(leaf.maxDefinition, header.definition_level_encoding);
  const values = createPageValues({ bytes, start: at, encoding: header.encoding }, type, dictionary);
  return { entries, definitions, repetitions, values, nulls: undefined, bytes: bytes.length };
}

type SecondHeader = NonNullable<PageHeader['data_page_header_v2']>;

function openSecondVersion(bytes: Buffer, header: SecondHeader, { leaf, type, dictionary }: DataPageSetup): OpenPage {
  const middle = header.repetition_levels_byte_length;
  const start = middle + header.definition_levels_byte_length;
  const repetitions =
    leaf.maxRepetition === 0 ? undefined : createHybridNumbers(bytes, 0, middle, bitWidthOf(leaf.maxRepetition));
  const definitions =
    leaf.maxDefinition === 0 ? undefined : createHybridNumbers(bytes, middle, start, bitWidthOf(leaf.maxDefinition));
  const values = createPageValues({ bytes, start, encoding: header.encoding }, type, dictionary);
  return { entries: header.num_values, definitions, repetitions, values, nulls: header.num_nulls, bytes: bytes.length };
}

const NO_VALUES: PageValues = { size: 0, next: () => undefined };
