import { createHash } from 'node:crypto';
import type { Manifest } from '../core/manifest.js';
import { SPLITS } from '../core/splits.js';
import type { Part } from './part.js';

/** What a line holds beside the labels: told by the first line that is sent. */
export type InputKind = 'text' | 'messages';

/**
 * The card of a data set, `README.md`: YAML that tells the Hub's viewer and the datasets library which file is which split and
 * what the fields are, and the counts for people. The same set gives the same card.
 * Fields of the YAML: the Hub's documentation of data set cards.
 */
export async function datasetCard(manifest: Manifest, parts: readonly Part[], kind: InputKind): Promise<Part> {
  const { stringify } = await import('yaml');
  const splits = SPLITS.map((split) => ({ split, files: parts.filter((part) => part.split === split) })).filter(
    ({ files }) => files.length > 0,
  );
  const sizes = splits.map(({ split, files }) => ({
    name: split,
    num_bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    num_examples: files.reduce((sum, { lines }) => sum + lines, 0),
  }));
  const head = stringify({
    task_categories: ['text-classification'],
    configs: [
      { config_name: 'default', data_files: splits.map(({ split, files }) => ({ split, path: files.map(({ name }) => name) })) },
    ],
    dataset_info: { features: features(manifest, kind), splits: sizes },
  });
  const text = ['---', `${head}---`, '', ...body(manifest, sizes)].join('\n');
  const content = Buffer.from(text);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const lines = text.split('\n').length - 1;
  return { name: 'README.md', content: { text }, bytes: content.length, lines, sha256, split: undefined };
}

function features({ targets }: Manifest, kind: InputKind): readonly object[] {
  const role = { name: 'role', dtype: 'string' };
  const input =
    kind === 'text'
      ? { name: 'text', dtype: 'string' }
      : { name: 'messages', list: [role, { name: 'content', dtype: 'string' }] };
  const labels = targets.map(({ name, kind: labelKind }) =>
    labelKind === 'multi' ? { name, list: 'string' } : { name, dtype: 'string' },
  );
  return [input, { name: 'labels', struct: labels }];
}

interface SplitSize {
  readonly name: 'train' | 'validation' | 'test';
  readonly num_bytes: number;
  readonly num_examples: number;
}

function body(manifest: Manifest, sizes: readonly SplitSize[]): readonly string[] {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const rule = (cells: number): string => `|${' --- |'.repeat(cells)}`;
  const names = sizes.map(({ name }) => name);
  const classes = manifest.classes.filter((counts) => names.some((name) => counts[name] > 0));
  return [
    '## Splits',
    '',
    row(['split', 'examples', 'bytes']),
    rule(3),
    ...sizes.map((size) => row([size.name, size.num_examples, size.num_bytes])),
    '',
    '## Classes',
    '',
    row(['target', 'class', ...names]),
    rule(2 + names.length),
    ...classes.map((counts) => row([inline(counts.target), inline(counts.class), ...names.map((name) => counts[name])])),
    '',
    `Prepared by labelmill ${manifest.labelmill} with the seed ${manifest.seed}.`,
    '',
  ];
}

/** Data in a cell: no markup, no line end, no cell of its own. */
function inline(text: string): string {
  const plain = text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#+!|~$&-]/g, (character) => `&#${character.charCodeAt(0)};`);
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
