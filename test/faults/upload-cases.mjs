// An upload ready to be disturbed: a prepared set, a place it goes to, and what must hold there at any instant. The service is
// the one of the tests (test/server), which keeps a file that is sent twice twice.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { freshFolder, run } from './support.mjs';
import { workflows, writeSources } from './workflows.mjs';

const ROWS = 20_000; // some 2 MB: more than a pipe or socket holds
const KEY = 'sk-CANARY-faults';

/** A folder to copy to, and the service. @returns cases; close them in the end */
export async function readyUploads(parent) {
  const prepared = freshFolder(parent, 'prepared');
  const [workflow] = workflows(ROWS);
  writeSources(workflow, prepared);
  const { code, err } = await run(['prepare', ...workflow.args, '--max', '100000', '--quiet'], { cwd: prepared });
  if (code !== 0) throw new Error(err);
  return [await directoryCase(parent, join(prepared, 'out')), await serviceCase(parent, join(prepared, 'out'))];
}

function directoryCase(parent, prepared) {
  const folder = freshFolder(parent, 'to-directory');
  const place = join(folder, 'place');
  const stored = () => {
    const names = existsSync(place) ? readdirSync(place).filter((name) => !name.startsWith('.')) : [];
    return names.map((name) => ({ id: join(place, name), name, content: readFileSync(join(place, name)) }));
  };
  return createCase({
    name: 'directory',
    prepared,
    folder,
    words: ['--place', place],
    stored,
    left: () => (existsSync(place) ? readdirSync(place).filter((name) => name.startsWith('.')) : []),
    clear: () => undefined,
    close: () => undefined,
  });
}

async function serviceCase(parent, prepared) {
  const { createFileStore, startServer } = await importServer(freshFolder(parent, 'server'));
  const store = createFileStore({ key: KEY, keepsEqual: true });
  const server = await startServer({ routes: store.routes });
  return createCase({
    name: 'mistral',
    prepared,
    folder: freshFolder(parent, 'to-mistral'),
    words: ['--server', server.url],
    stored: () => store.files.map(({ id, name, content }) => ({ id, name: `${name.split('-')[0]}.jsonl`, content })),
    left: () => [],
    clear: () => store.files.splice(0),
    close: () => server.close(),
  });
}

async function createCase({ name, prepared, folder, words, stored, left, clear, close }) {
  const out = join(folder, 'out');
  const journal = `${out}.upload.jsonl`;
  const args = ['upload', out, '--to', name, ...words, '--json', '--no-progress'];
  const options = { cwd: folder, env: { MISTRAL_API_KEY: KEY } };
  /** Ids that the journal has said are done: name → id. */
  const promised = new Map();
  const lineCount = () => (existsSync(journal) ? readFileSync(journal, 'latin1').split('\n').length - 1 : 0);
  const layOut = () => {
    freshFolder(folder);
    rmSync(journal, { force: true });
    cpSync(prepared, out, { recursive: true });
    promised.clear();
    clear();
  };

  layOut();
  const started = Date.now();
  const undisturbed = await run(args, options);
  if (undisturbed.code !== 0) throw new Error(`${name}: ${undisturbed.err}`);
  const milliseconds = Date.now() - started;
  const files = JSON.parse(undisturbed.out).files.map((file) => file.name);
  const expected = new Map(files.map((file) => [file, readFileSync(join(prepared, file))]));
  const steps = lineCount();

  /** Whole files alone are there, each once; the journal is whole but for a last line; what it says is done is there. */
  function lookAt(faults) {
    const there = stored();
    for (const file of there) {
      if (expected.get(file.name)?.equals(file.content) !== true) faults.push(`${file.name} is there, and is not the file`);
    }
    if (new Set(there.map((file) => file.name)).size !== there.length) faults.push('a file is there twice');
    for (const entry of readEntries(faults)) {
      if (entry.state !== 'done') continue;
      if ((promised.get(entry.name) ?? entry.id) !== entry.id) faults.push(`${entry.name} has another id than before`);
      promised.set(entry.name, entry.id);
      if (!there.some(({ id }) => id === entry.id)) faults.push(`${entry.name} is said to be there, and is not`);
    }
    return there.length;
  }

  function readEntries(faults) {
    const lines = (existsSync(journal) ? readFileSync(journal, 'utf8') : '').split('\n').slice(0, -1);
    return lines.flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        faults.push(`the journal is torn: ${line}`);
        return [];
      }
    });
  }

  /** The next run sends the rest, the one after it nothing: one file, the same id, a whole journal, nothing left over. */
  async function heal(faults) {
    for (const states of [['sent', 'found'], ['found']]) {
      const { code, out: said, err } = await run(args, options);
      if (code !== 0) return void faults.push(`the next run ended with ${code}: ${err}`);
      lookAt(faults);
      for (const file of JSON.parse(said).files) {
        if (!states.includes(file.state)) faults.push(`${file.name} was ${file.state}`);
        if (promised.get(file.name) !== file.id) faults.push(`${file.name} has no such id in the journal: ${file.id}`);
      }
    }
    if (stored().length !== files.length) faults.push(`${stored().length} files are there, not ${files.length}`);
    if (!readFileSync(journal, 'utf8').endsWith('\n')) faults.push('the journal ends within a line');
    if (readFileSync(journal, 'utf8').includes(KEY)) faults.push('the key is in the journal');
    const found = readdirSync(folder).filter((entry) => entry !== 'place');
    if (found.sort().join() !== `out,${basename(journal)}`) faults.push(`files are left over: ${found.join(', ')}`);
    if (left().length > 0) faults.push(`files are left over: ${left().join(', ')}`);
  }

  return {
    name,
    folder,
    args,
    options,
    lookAt,
    heal,
    close,
    milliseconds,
    /** Lines of the journal of an undisturbed run, and how many there are now. */
    steps,
    lineCount,
    /** The set alone, and nothing sent yet. */
    layOut,
  };
}

/** The server of the tests, compiled: Node.js 20 runs no TypeScript. */
async function importServer(folder) {
  const pathOf = (name) => fileURLToPath(new URL(`../server/${name}.ts`, import.meta.url));
  const bundle = await rolldown({ input: { server: pathOf('server'), files: pathOf('files') }, platform: 'node' });
  await bundle.write({ dir: folder, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  const { startServer } = await import(join(folder, 'server.mjs'));
  const { createFileStore } = await import(join(folder, 'files.mjs'));
  return { startServer, createFileStore };
}
