/**
 * Imports run one way: cli → index → pipeline → config → the stages → core. Every folder of src that is not one of the other
 * layers is a stage, so a new stage is held to the rules from its first line. test/architecture shows that each rule can fail.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that import each other can only be understood, tested and moved together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'core-imports-nothing-of-ours',
      comment: 'Core is the vocabulary all others share.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/', pathNot: '^src/core/' },
    },
    {
      name: 'stage-imports-core-only',
      comment: 'A stage never knows its neighbours: hand the value in as an argument, or move the type to core.',
      severity: 'error',
      from: { path: '^src/(?!(?:core|lane|config|pipeline|cli)/)([^/]+)/' },
      to: { path: '^src/', pathNot: '^src/(?:core|$1)/' },
    },
    {
      name: 'lane-composes-per-row-stages-only',
      comment: 'A lane goes from sources to examples: read, shape, normalize, validate, measure, deal. It decides nothing.',
      severity: 'error',
      from: { path: '^src/lane/' },
      to: { path: '^src/', pathNot: '^src/(?:core|lane|read|shape|normalize|validate|measure|deal)/' },
    },
    {
      name: 'config-knows-no-run',
      comment: 'Config is checked before anything runs.',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/(?:index\\.ts$|(?:pipeline|cli|lane)/)' },
    },
    {
      name: 'pipeline-knows-no-face',
      comment: 'The pipeline serves the library and the command line alike.',
      severity: 'error',
      from: { path: '^src/pipeline/' },
      to: { path: '^src/(?:index\\.ts$|cli/)' },
    },
    {
      name: 'index-knows-no-cli',
      comment: 'Whoever imports the library must not load the command line.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'only-through-the-door',
      comment: 'From outside a folder import its door only: the file named like the folder. Any file of core may be imported.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/(?:core|$1)/', '^src/([^/]+)/\\1\\.ts$'] },
    },
    {
      name: 'index-only-through-the-door',
      comment: 'The public API is made of what the doors give out.',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/core/', '^src/([^/]+)/\\1\\.ts$'] },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: use it or remove it.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['^src/index\\.ts$', '^src/cli/main\\.ts$', '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'no-dev-dependencies',
      comment: 'What src imports must be installed with the package, or be named as an optional peer.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm-peer'], pathNot: '/@types/' },
    },
    {
      name: 'no-undeclared-dependencies',
      comment: 'A package that only comes with another one can go away with it: declare it in package.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'The imported file or package is not there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // AssemblyScript, compiled on its own; nothing imports it but the host, as a file
    exclude: { path: '^src/[^/]+/kernel/' },
    // type imports count: a type that crosses a layer ties the layers together all the same
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
