import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { unexplained } from '../../src/index.js';
import { prepareRows } from '../pipeline/support.js';
import { realData } from './support.js';

const massive = realData('massive-en/train.jsonl');
const abcd = realData('abcd-sample/abcd_sample.json');

describe.runIf(massive !== undefined)('MASSIVE, filtered', () => {
  it('keeps the rows that fit and counts the others', async () => {
    const mapping = { text: 'text', labels: { intent: { field: 'label_text' } } };
    const lines = (await readFile(massive ?? '', 'utf8')).split('\n').filter((line) => line !== '');
    const fitting = lines.filter((line) => {
      const { text, label_text: label } = JSON.parse(line) as { text: string; label_text: string };
      return Array.from(text).length > 20 && (label.startsWith('calendar') || label === 'play_music');
    });
    const where = 'len(text) > 20 and (label_text starts with "calendar" or label_text in ["play_music"])';
    const { result } = await prepareRows([], { sources: [massive ?? ''], mapping, where });
    expect(result.account).toMatchObject({ written: fitting.length, leftOut: { filtered: lines.length - fitting.length } });
    expect(unexplained(result.account)).toBe(0);
  });
});

interface Dialogue {
  readonly convo_id: number;
  readonly scenario: { readonly flow: string };
  readonly original: readonly (readonly [string, string])[];
}

describe.runIf(abcd !== undefined)('ABCD, a row per message', () => {
  it('gives the bytes that its dialogues give as they are', async () => {
    const dialogues = JSON.parse(await readFile(abcd ?? '', 'utf8')) as readonly Dialogue[];
    const roles = { agent: 'assistant', customer: 'user', action: null };
    const labels = { flow: { field: 'scenario.flow' } };
    const rows = dialogues.flatMap(({ convo_id, scenario: { flow }, original }) =>
      original.map(([speaker, text], at) => ({ convo_id, turn: at, speaker, text, ...(at === 0 ? { scenario: { flow } } : {}) })),
    );
    const options = { split: { ratios: '60/20/20' }, allowSingleClass: true };
    const conversation = { id: 'convo_id', turn: 'turn', role: 'speaker', content: 'text', roles };
    const joined = await prepareRows(rows.reverse(), { ...options, mapping: { conversation, labels } });
    const whole = await prepareRows(dialogues, { ...options, mapping: { messages: { field: 'original', roles }, labels } });
    expect(joined.bytes).toEqual(whole.bytes);
    expect(joined.result.account).toMatchObject({ written: dialogues.length, merged: rows.length - dialogues.length });
  });
});
