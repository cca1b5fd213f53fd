import { describe, expect, it } from 'vitest';
import { flagsToOptions, type PrepareFlags } from '../../src/cli/prepare-flags.js';
import { withCase } from './support.js';

function options(flags: PrepareFlags): unknown {
  return flagsToOptions(['a.csv'], flags);
}

describe('flags that shape rows', () => {
  it('become options', () => {
    expect(
      options({ where: ['a == "b=c"', 'd'], rename: ['x=y', 'p=q=r'], label: ['intent=i'], classMap: ['intent=maps/a=b.csv'] }),
    ).toMatchObject({
      where: ['a == "b=c"', 'd'],
      rename: { x: 'y', p: 'q=r' },
      mapping: { labels: { intent: { field: 'i', map: 'maps/a=b.csv' } } },
    });
    expect(options({})).not.toHaveProperty('where');
    expect(options({})).not.toHaveProperty('rename');
  });

  it('make a conversation of four of them', () => {
    const parts = { turn: 't', role: 'r', content: 'c' };
    expect(options({ conversation: ['id'], ...parts })).toMatchObject({ mapping: { conversation: { id: 'id', ...parts } } });
    expect(options({ conversation: ['@file', 'id'], ...parts, roleName: ['agent=assistant', 'action=none'] })).toMatchObject({
      mapping: { conversation: { id: ['@file', 'id'], ...parts, roles: { agent: 'assistant', action: null } } },
    });
    expect(() => options({ conversation: ['id'], turn: 't' })).toThrow('--conversation FIELD needs --turn, --role and --content');
  });

  it('are refused where they say nothing', () => {
    expect(() => options({ classMap: ['intent=a.csv'] })).toThrow('no --label or --list gives the target "intent"');
    expect(() => options({ rename: ['x'] })).toThrow('--rename takes OLD=NEW');
  });
});

describe.concurrent('prepare from the command line', () => {
  it('makes conversations of rows by flags alone', async () => {
    const turns =
      'chat,n,who,what,topic\n7,2,customer,it is high,billing\n7,1,agent,hello,billing\n8,1,customer,it is dead,fault\n';
    await withCase({ 'turns.csv': turns }, async ({ run, read }) => {
      const shape = ['--conversation', 'chat', '--turn', 'n', '--role', 'who', '--content', 'what'];
      const roles = ['--role-name', 'agent=assistant', '--role-name', 'customer=user'];
      const { code, err } = await run([
        'prepare',
        'turns.csv',
        ...shape,
        ...roles,
        '--label',
        'topic=topic',
        '--split',
        '100/0/0',
        '--quiet',
      ]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const lines = (await read('out/train.jsonl')).trimEnd().split('\n').sort();
      expect(lines).toEqual([
        '{"messages":[{"role":"assistant","content":"hello"},{"role":"user","content":"it is high"}],"labels":{"topic":"billing"}}',
        '{"messages":[{"role":"user","content":"it is dead"}],"labels":{"topic":"fault"}}',
      ]);
    });
  });

  it('takes a mapping that only the sources have, from a config', async () => {
    const config = {
      sources: [
        { path: 'a.csv', mapping: { text: 'body', labels: { queue: { field: 'queue' } } } },
        { path: 'b.jsonl', mapping: { text: 'say', labels: { queue: { field: 'to' } } } },
      ],
      split: { ratios: '100/0/0' },
      out: 'out',
    };
    const files = { 'c.json': JSON.stringify(config), 'a.csv': 'body,queue\nhello,x\n', 'b.jsonl': '{"say":"bye","to":"y"}\n' };
    await withCase(files, async ({ run, read }) => {
      expect(await run(['prepare', '--config', 'c.json', '--quiet'])).toMatchObject({ code: 0, err: '' });
      expect((await read('out/train.jsonl')).trimEnd().split('\n').sort()).toEqual([
        '{"text":"bye","labels":{"queue":"y"}}',
        '{"text":"hello","labels":{"queue":"x"}}',
      ]);
    });
  });

  it('goes on from inspect with the flags that inspect was given', async () => {
    await withCase({ 'a.csv': 'id;say;cls\n1;"a b c;x\n2;second row here;y\n3;third one;x\n' }, async ({ run }) => {
      const { out } = await run(['inspect', 'a.csv', '--quote', 'none']);
      expect(out.trimEnd().split('\n').at(-1)).toBe('labelmill prepare a.csv --quote none --text say --label cls=cls');
    });
  });
});

describe.concurrent('select', () => {
  it('keeps columns of a table by name, and names those there are where one is missing', async () => {
    await withCase({ 'a.csv': 'id,body,queue\n1,hello,x\n2,,y\n3,bye,y\n' }, async ({ run, read }) => {
      const command = [
        'prepare',
        'a.csv',
        '--text',
        'body',
        '--label',
        'queue=queue',
        '--max-rejects',
        '1',
        '--split',
        '100/0/0',
        '--quiet',
      ];
      expect(await run([...command, '--select', 'queue,body'])).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(await read('out/rejects.jsonl'))).toMatchObject({ code: 'text-empty', raw: '["y",""]' });
      const { code, err } = await run([...command, '--select', 'queue,bod']);
      expect(code).toBe(2);
      expect(err).toContain('a.csv has no field "bod"; its fields are: "id", "body", "queue"');
    });
  });
});
