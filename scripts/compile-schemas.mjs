// Turns the schemas that every run checks into functions, so that no run has to load ajv and compile them (0.25 s of CPU):
// `npm run build:schemas`. A user's own schema is compiled when it is met.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

/** Schema → how ajv reads it. A line is told at its first fault, a config at all of them with what stands around. */
const SCHEMAS = {
  example: {},
  config: { allErrors: true, verbose: true, allowUnionTypes: true, ownProperties: true },
};

const folder = new URL('../dist/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, options] of Object.entries(SCHEMAS)) {
  const schema = JSON.parse(readFileSync(new URL(`../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
  const ajv = new Ajv2020({ strict: true, strictRequired: false, code: { source: true }, ...options });
  const path = fileURLToPath(new URL(`${name}.cjs`, folder));
  writeFileSync(path, standalone.default(ajv, ajv.compile(schema)));
  console.log(`schemas/${name}.schema.json -> dist/schemas/${name}.cjs`);
}
