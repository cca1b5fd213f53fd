import type { Inspection } from '../index.js';
import { counted } from '../report/report.js';

type Dialect = NonNullable<Inspection['sources'][number]['csv']>;

/** Every member of a dialect in words, and which of them were told from the content. */
export function dialectText(csv: Dialect): string {
  const { delimiter, quote, escape, comment, skipLines, skipInitialSpace, header, guessed, looksLikeHeader, commentLines } = csv;
  const parts = [
    `delimiter ${JSON.stringify(delimiter)}`,
    `quote ${quote === false ? 'none' : quote}`,
    ...(escape === quote || escape === false ? [] : [`escape ${escape}`]),
    ...(comment === false ? [] : [`comment ${JSON.stringify(comment)} (${counted(commentLines, 'line')})`]),
    ...(skipLines === 0 ? [] : [`${counted(skipLines, 'line')} skipped before the header`]),
    ...(skipInitialSpace ? ['spaces before cells skipped'] : []),
    headerText(header, looksLikeHeader),
  ];
  const names: Readonly<Record<Dialect['guessed'][number], string>> = {
    delimiter: 'delimiter',
    quote: 'quote',
    escape: 'escape',
    skipLines: 'lines to skip',
    skipInitialSpace: 'spaces to skip',
  };
  const which = guessed.length === Object.keys(names).length ? '' : `: ${guessed.map((member) => names[member]).join(', ')}`;
  const source = guessed.length === 0 ? 'all told' : `guessed${which}`;
  return `${parts.join(', ')}; ${source}`;
}

function headerText(header: Dialect['header'], looksLikeHeader: boolean): string {
  if (header === null) return looksLikeHeader ? 'no header, though the first row looks like one' : 'no header';
  return looksLikeHeader ? 'header' : 'header, though the first row does not look like one';
}
