import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { dialectText } from '../../src/cli/dialect-text.js';
import { addSourceOptions, sourceInputs, type SourceFlags } from '../../src/cli/source-flags.js';
import { LabelmillError } from '../../src/core/errors.js';

function inputs(args: readonly string[]): unknown {
  const command = new Command()
    .argument('[source...]')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  addSourceOptions(command);
  command.parse([...args], { from: 'user' });
  return sourceInputs(command.args, command.opts<SourceFlags>());
}

describe('the flags of a table', () => {
  it('leave the sources alone where there are none', () => {
    expect(inputs(['a.csv', '-'])).toEqual(['a.csv', '-']);
  });

  it.each([
    [['--delimiter', 'tab'], { delimiter: '\t' }],
    [['--delimiter', '\\t'], { delimiter: '\t' }],
    [['--delimiter', '||', '--quote', "'"], { delimiter: '||', quote: "'" }],
    [['--quote', 'none', '--escape', '\\'], { quote: false, escape: '\\' }],
    [['--no-header'], { header: false }],
    [['--fields', 'id,text,label'], { header: ['id', 'text', 'label'] }],
    [['--no-header', '--fields', 'text'], { header: ['text'] }],
    [['--comment', '#', '--skip-lines', '3'], { comment: '#', skipLines: 3 }],
    [['--skip-initial-space', '--duplicate-headers', 'position'], { skipInitialSpace: true, duplicateHeaders: 'position' }],
  ])('%j are said of every source', (flags, csv) => {
    expect(inputs(['a.csv', ...flags, 'b.csv'])).toEqual([
      { path: 'a.csv', csv },
      { path: 'b.csv', csv },
    ]);
  });

  it.each([[['a.csv', '--skip-lines', '-1']], [['a.csv', '--skip-lines', 'x']], [['a.csv', '--duplicate-headers', 'last']]])(
    '%j are refused',
    (args) => {
      expect(() => inputs(args)).toThrow();
    },
  );

  it('are refused where they are said of no source', () => {
    expect(() => inputs(['--delimiter', ';', '--format', 'csv'])).toThrow(LabelmillError);
    expect(() => inputs(['--delimiter', ';'])).toThrow('name the sources as well');
  });
});

describe('the text of a dialect', () => {
  const csv = {
    delimiter: ',',
    quote: '"',
    escape: '"',
    comment: false,
    skipLines: 0,
    skipInitialSpace: false,
    header: ['text'],
    guessed: ['delimiter', 'quote'],
    looksLikeHeader: true,
    commentLines: 0,
  } as const;

  it('names every member that is not as usual, and what was guessed', () => {
    expect(dialectText(csv)).toBe('delimiter ",", quote ", header; guessed: delimiter, quote');
    expect(
      dialectText({
        ...csv,
        quote: false,
        escape: '\\',
        comment: '#',
        commentLines: 1,
        skipLines: 2,
        skipInitialSpace: true,
        header: null,
        guessed: [],
      }),
    ).toBe(
      'delimiter ",", quote none, escape \\, comment "#" (1 line), 2 lines skipped before the header, spaces before cells skipped, no header, though the first row looks like one; all told',
    );
    expect(dialectText({ ...csv, looksLikeHeader: false })).toContain('header, though the first row does not look like one');
  });
});
