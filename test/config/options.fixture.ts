import { CATALOGUE } from '../../src/check/check.js';
import type { PrepareOptions } from '../../src/config/config.js';

/** Options that use every key there is, at least once, in every shape a key may have. The compiler holds them to the type. */
export const EVERY_OPTION = {
  baseDirectory: '/data',
  sources: [
    'more/*.jsonl',
    '-',
    {
      path: 'a.csv',
      name: 'a',
      format: 'csv',
      split: 'train',
      csv: { delimiter: ';', quote: '"', header: ['text', 'label'] },
    },
    {
      path: 'c.jsonl',
      mapping: { text: 'utterance' },
      where: ['lang == "en"', 'len(utterance) > 3'],
      rename: { sentence: 'utterance' },
      select: ['utterance', 'intent'],
    },
    { path: 'd.json', json: { orient: 'columns' }, partitions: false },
    { path: 'old.csv', encoding: 'windows-1252', invalidUtf8: 'replace' },
    { path: 'b.csv', csv: { quote: false, header: false } },
    {
      path: 'c.csv',
      csv: {
        delimiter: '||',
        escape: '\\',
        comment: '#',
        skipLines: 3,
        skipInitialSpace: true,
        duplicateHeaders: 'position',
      },
    },
  ],
  mapping: {
    text: { fields: ['title', 'body'], separator: '\n', trim: true },
    labels: {
      plain: {
        field: 'label',
        kind: 'single',
        optional: true,
        missing: ['NA'],
        map: { a: 'b', c: null },
        unmapped: 'reject',
        trim: true,
      },
      split: { field: 'labels', delimiter: ',', none: 'other' },
      list: { field: 'list', json: true, kind: 'multi' },
      scores: { columns: { toxic: 'toxicity' }, threshold: { toxic: 0.7 } },
      columns: { columns: ['x', 'y'], threshold: 0.4 },
      food: { object: 'labels.food' },
      origin: { constant: 'support' },
    },
    group: 'customer',
    split: { field: 'part', names: { holdout: 'test', unused: null } },
  },
  checks: {
    ...Object.fromEntries(CATALOGUE.map(({ code }) => [code, 'off' as const])),
    'label-drift': { severity: 'error', max: 1, maxShare: 0.5, limit: 0.1 },
  },
  where: 'not has(hidden)',
  rename: { body_text: 'body' },
  select: ['body', 'intent'],
  out: 'out',
  schema: { type: 'object' },
  duplicates: 'keep-one',
  contradictions: 'merge',
  nearDuplicates: 'group',
  nearDuplicateThreshold: 0.85,
  balance: {
    min: { all: 10, targets: { plain: 5, split: { all: 6, classes: { a: 7 } } } },
    max: { all: 600, targets: { plain: '20%', split: { all: '33.3%', classes: { a: 100 } } } },
    rare: { map: 'other' },
    scope: 'train',
  },
  split: {
    ratios: { train: 0.7, validation: 0.2, test: 0.1 },
    counts: { train: 80, validation: 10, test: 10 },
    smallClasses: 'cover',
  },
  seed: 7,
  order: 'source',
  maxRejects: '1%',
  invalidUtf8: 'reject',
  allowSingleClass: true,
  rejects: 'rejects.jsonl',
  leftOut: true,
  sha256: true,
  lane: 'rows',
  threads: 2,
  memoryBudget: 1024,
  job: {
    model: 'ministral-3b-latest',
    trainingSteps: 100,
    epochs: 2.5,
    learningRate: 0.00004,
    weightDecay: 0.1,
    warmup: 0.05,
    suffix: 'tickets',
    skipShare: 0.01,
    targets: { intent: { weight: 2, lossFunction: 'single_class' } },
    wandb: { project: 'tickets', name: 'labelmill', runName: 'first' },
  },
  limits: { rowBytes: 1000, columns: 10, depth: 5, labelsPerRow: 4, classBytes: 100, classes: 50 },
} satisfies PrepareOptions;

/** Other mappings of the input; with the one above they use every key. */
export const OTHER_MAPPINGS = [
  { text: 'body', labels: EVERY_OPTION.mapping.labels },
  { text: { field: 'body', trim: false }, labels: EVERY_OPTION.mapping.labels },
  { text: { template: '{title}: {body}' }, labels: EVERY_OPTION.mapping.labels },
  { messages: 'chat', labels: EVERY_OPTION.mapping.labels },
  {
    messages: { field: 'chat', role: 'who', content: 'what', roles: { agent: 'assistant', action: null } },
    labels: EVERY_OPTION.mapping.labels,
  },
  {
    conversation: { id: 'dialogue', turn: 'turn', role: 'speaker', content: 'said', roles: { agent: 'assistant', action: null } },
    labels: EVERY_OPTION.mapping.labels,
  },
  {
    conversation: { id: ['@file', 'dialogue'], turn: 'turn', role: 'speaker', content: 'said' },
    labels: { intent: { field: 'intent', map: 'classes.csv' } },
  },
] satisfies readonly PrepareOptions['mapping'][];
