import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as source from '../src/index.js';

/** What the package gives out at run time, sorted. A change here is a change for everyone who uses the library. */
const NAMES = [
  'BASE_MODEL',
  'CHECKS',
  'ERROR_CODES',
  'EXIT',
  'JOB_STATUSES',
  'LabelmillError',
  'REJECT_CODES',
  'RENDERERS',
  'SPLITS',
  'accountLine',
  'archiveModel',
  'cancelJob',
  'capSets',
  'check',
  'classify',
  'classifyFile',
  'classifyInputs',
  'compileMapping',
  'createJob',
  'createTargetEvaluator',
  'createThresholdTuner',
  'createTokenCounter',
  'createValidator',
  'deleteModel',
  'dropRare',
  'evaluate',
  'explain',
  'explainable',
  'findConfigFile',
  'forecast',
  'forecastJob',
  'getJob',
  'htmlEvaluation',
  'htmlReport',
  'inspect',
  'isOver',
  'isPreparedFolder',
  'isReject',
  'jobState',
  'listJobs',
  'listModels',
  'loadConfigFile',
  'mcNemar',
  'mergeOptions',
  'openService',
  'planJob',
  'planRun',
  'planSplit',
  'predictClasses',
  'predictionLine',
  'prepare',
  'readInputs',
  'readReport',
  'readSource',
  'renameModel',
  'resolveConfig',
  'resolveSources',
  'run',
  'splitSizes',
  'startJob',
  'targetsOf',
  'terminalReport',
  'unarchiveModel',
  'unexplained',
  'upload',
  'verdict',
  'verify',
  'watchJob',
];

/** Runs a module inside the package, where `labelmill` is the package itself by its exports. Needs the build. */
function runInside(program: string): unknown {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd, encoding: 'utf8' }));
}

describe('the public API', () => {
  it('is these names and no others', () => {
    expect(Object.keys(source).sort()).toEqual(NAMES);
  });

  it('is the same in the package that is built', () => {
    const names = `console.log(JSON.stringify(Object.keys(await import('labelmill')).sort()))`;
    expect(runInside(names)).toEqual(NAMES);
  });

  it.each(['config', 'example', 'manifest', 'rejects', 'report'])('gives out the schema "%s"', (name) => {
    const path = `labelmill/schemas/${name}.schema.json`;
    const load = `import schema from '${path}' with { type: 'json' }; console.log(JSON.stringify(schema.$id))`;
    expect(runInside(load)).toBe(`urn:labelmill:schemas:${name}`);
  });

  it('gives out nothing else', () => {
    const load = `console.log(JSON.stringify(await import('labelmill/dist/bundle/main.js').then(() => '', (error) => error.code)))`;
    expect(runInside(load)).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
