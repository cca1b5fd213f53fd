import type { ColumnMetaData } from 'hyparquet';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import { bitWidthOf, createHybridNumbers, type Numbers } from './hybrid.js';
import { leafType, type LeafType } from './leaf-type.js';
import type { MemoryBudget } from './memory-budget.js';
import { layOutPage, type Span } from './page-layout.js';
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

function openDataPage(page: Page, { leaf, type, dictionary }: DataPageSetup): OpenPage {
  const { bytes } = page;
  const { entries, repetitions, definitions, start, encoding, nulls } = layOutPage(page, leaf);
  const numbers = (span: Span | undefined, highest: number): Numbers | undefined =>
    span === undefined ? undefined : createHybridNumbers(bytes, span.start, span.end, bitWidthOf(highest));
  // a page without entries may have no levels and no values either
  const isEmpty = entries === 0 && nulls === undefined;
  return {
    entries,
    repetitions: numbers(repetitions, leaf.maxRepetition),
    definitions: numbers(definitions, leaf.maxDefinition),
    values: isEmpty ? NO_VALUES : createPageValues({ bytes, start, encoding }, type, dictionary),
    nulls,
    bytes: bytes.length,
  };
}

const NO_VALUES: PageValues = { size: 0, next: () => undefined };
