import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { withCase } from './cli/support.js';

const HOSTILE = [
  '../../up',
  '/etc/passwd',
  'C:\\up',
  'a/../../up',
  '..',
  '.',
  'nul\0byte',
  '%2e%2e%2fup',
  '$(touch up)',
  '`touch up`',
];

describe('the packages that labelmill brings along', () => {
  const lock: unknown = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

  it('run no script when they are installed', () => {
    const withScripts = packagesOf(lock)
      .filter(([, about]) => 'hasInstallScript' in about && !('dev' in about || 'devOptional' in about || 'peer' in about))
      .map(([name]) => name)
      .filter((name) => name !== ''); // our own builds what git has not
    expect(withScripts).toEqual([]);
  });

  it('come from a registry with their digest', () => {
    const installed = packagesOf(lock).filter(([name]) => name !== '');
    expect(installed.length).toBeGreaterThan(20);
    expect(installed.filter(([, about]) => !('integrity' in about)).map(([name]) => name)).toEqual([]);
  });
});

describe('a path', () => {
  it.each(['prepare', 'rejects'])('comes of no label, column, text or target of the data (%s)', async (what) => {
    const rows = Array.from({ length: 40 }, (_, at) => {
      const name = HOSTILE[at % 2 === 0 ? 0 : at % HOSTILE.length] ?? '';
      return { [HOSTILE[0] ?? '']: `${name} ${at}`, queue: HOSTILE[at % HOSTILE.length] };
    });
    rows.push({ [HOSTILE[0] ?? '']: '', queue: '../../up' });
    await withCase({ 'in/data.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join('') }, async ({ run, names, read }) => {
      const mapping = ['--text', '../../up', '--label', '../../up=queue', '--max-rejects', '1', '--order', 'source'];
      const rejects = what === 'rejects' ? ['--rejects', 'set-aside.jsonl'] : [];
      const { code, err } = await run(['prepare', 'in/data.jsonl', ...mapping, ...rejects, '--out', 'out', '--quiet']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(await names()).toEqual(['in', 'out', ...(what === 'rejects' ? ['set-aside.jsonl'] : [])]);
      expect(await names('in')).toEqual(['data.jsonl']);
      const set = [
        'manifest.json',
        'rejects.jsonl',
        'report.html',
        'report.json',
        'test.jsonl',
        'train.jsonl',
        'validation.jsonl',
      ];
      expect(await names('out')).toEqual(set);
      for (const label of HOSTILE) expect(await read('out/manifest.json')).toContain(JSON.stringify(label));
      const copied = await run(['upload', 'out', '--to', 'directory', '--place', 'copy', '--quiet']);
      expect(copied.code).toBe(0);
      expect((await names()).filter((name) => !['in', 'out', 'set-aside.jsonl'].includes(name))).toEqual([
        'copy',
        'out.upload.jsonl',
      ]);
    });
  });

  it('comes of no manifest from outside', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, at) => `${JSON.stringify({ text: `t ${at}`, queue: at % 2 === 0 ? 'a' : 'b' })}\n`,
    );
    await withCase({ 'data.jsonl': rows.join(''), 'precious.jsonl': 'private\n' }, async ({ run, read, names, folder }) => {
      await run(['prepare', 'data.jsonl', '--text', 'text', '--label', 'queue=queue', '--quiet']);
      const manifest = await read('out/manifest.json');
      const { writeFile } = await import('node:fs/promises');
      for (const name of ['../precious.jsonl', `${folder}/precious.jsonl`, '..', '.hidden']) {
        await writeFile(`${folder}/out/manifest.json`, manifest.replace('"train.jsonl"', JSON.stringify(name)));
        const uploaded = await run(['upload', 'out', '--to', 'directory', '--place', 'copy']);
        expect(uploaded.code).not.toBe(0);
        expect((await run(['verify', 'out'])).code).not.toBe(0);
        expect(await names()).not.toContain('copy');
      }
    });
  });
});

describe('a config or a schema from outside', () => {
  it('neither reads files nor reaches the network, and does not hang', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const rows = Array.from(
      { length: 40 },
      (_, at) => `${JSON.stringify({ text: `${'a'.repeat(50)} ${at}`, queue: 'ab'[at % 2] })}\n`,
    );
    const files = {
      'data.jsonl': rows.join(''),
      'secret.json': '{"secret": 1}',
      'http.json': JSON.stringify({ $ref: `http://127.0.0.1:${port}/schema.json` }),
      'meta.json': JSON.stringify({ $schema: `http://127.0.0.1:${port}/schema.json` }),
      'id.json': JSON.stringify({ $id: `http://127.0.0.1:${port}/a.json`, properties: { text: { $ref: 'b.json' } } }),
      'file.json': JSON.stringify({ $ref: 'file:///etc/passwd' }),
      'near.json': JSON.stringify({ $ref: 'secret.json' }),
      'slow.json': JSON.stringify({ properties: { text: { pattern: '^(a+)+$' } } }),
      'names.json': JSON.stringify({ patternProperties: { '^(t|e|x)*$': { pattern: '(.*)*!' } } }),
      'tag.yaml': 'text: !!js/function "function () { process.exit(9) }"\n',
      'include.yaml': 'properties: !include secret.json\n',
    };
    try {
      await withCase(files, async ({ run, names }) => {
        for (const name of Object.keys(files).filter((file) => file !== 'data.jsonl' && file !== 'secret.json')) {
          const flags = ['--text', 'text', '--label', 'queue=queue', '--schema', name];
          const { code, err } = await run(['prepare', 'data.jsonl', ...flags]);
          expect({ name, code }).toEqual({ name, code: 2 });
          expect(err).toMatch(/^error SCHEMA_INVALID: /);
          expect(err).not.toMatch(/root:|"secret": 1|\n +at /);
        }
        for (const name of ['tag.yaml', 'include.yaml', 'http.json']) {
          const { code, err } = await run(['prepare', '--config', name]);
          expect({ name, code }).toEqual({ name, code: 2 });
          expect(err).toMatch(/^error CONFIG_INVALID: /);
        }
        expect(await names()).toEqual(Object.keys(files).sort());
      });
    } finally {
      server.close();
    }
    expect(asked).toEqual([]);
  });
});

function packagesOf(lock: unknown): readonly (readonly [string, object])[] {
  if (typeof lock !== 'object' || lock === null || !('packages' in lock)) return [];
  const { packages } = lock;
  if (typeof packages !== 'object' || packages === null) return [];
  return Object.entries(packages).flatMap(([name, about]: [string, unknown]) =>
    typeof about === 'object' && about !== null ? [[name, about] as const] : [],
  );
}
