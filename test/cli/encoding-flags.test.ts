import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addSourceOptions, sourceInputs } from '../../src/cli/source-flags.js';

function inputsOf(...args: readonly string[]): unknown {
  const command = new Command()
    .argument('[source...]')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  addSourceOptions(command);
  command.parse([...args], { from: 'user' });
  return sourceInputs(command.args, command.opts());
}

describe('the flags for bytes that are not UTF-8', () => {
  it('hold for every source of the command line', () => {
    expect(inputsOf('a', 'b', '--encoding', 'windows-1252', '--invalid-utf8', 'reject')).toEqual([
      { path: 'a', encoding: 'windows-1252', invalidUtf8: 'reject' },
      { path: 'b', encoding: 'windows-1252', invalidUtf8: 'reject' },
    ]);
  });

  it('refuse a rule that is none', () => {
    expect(() => inputsOf('a', '--invalid-utf8', 'ignore')).toThrow('Allowed choices are error, reject, replace');
  });
});
