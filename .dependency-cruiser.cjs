/** The arrows of the design: apps → adapters → ports → domain → events. A violation fails CI. */
const lib = name => `^libs/${name}/`;
const only = (name, allowed) => ({
  name: `${name}-depends-on-${allowed.join('-') || 'nothing'}`,
  severity: 'error',
  from: { path: lib(name) },
  to: { path: '^(libs|apps|test)/', pathNot: [name, ...allowed].map(lib) },
});
const plain = ['events', 'domain', 'views'];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('events', []),
    only('domain', ['events']),
    only('views', ['events']),
    only('sqlite-file', []),
    only('writer-thread', []),
    only('event-store', ['events', 'sqlite-file', 'writer-thread']),
    only('event-bus', ['sqlite-file', 'writer-thread']),
    only('view-store', ['views', 'sqlite-file', 'writer-thread']),
    only('command-service', ['domain', 'events', 'event-store']),
    only('projections', ['events', 'views', 'event-store', 'view-store', 'event-bus']),
    only('importer', ['command-service', 'domain', 'events', 'event-store']),
    only('consumer', ['events']),
    only('platform', ['events', 'domain', 'event-store', 'view-store', 'event-bus']),
    {
      name: 'no-framework-in-the-core',
      severity: 'error',
      from: { path: plain.map(lib), pathNot: '(/testing/|\\.spec\\.ts$)' },
      to: {
        path: '(^|/)node_modules/(@nestjs|fastify|mongodb|kafkajs|better-sqlite3|@eventstore|pino|prom-client|@opentelemetry)',
      },
    },
    {
      name: 'no-io-in-the-core',
      severity: 'error',
      from: { path: plain.map(lib), pathNot: '(/testing/|\\.spec\\.ts$)' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    {
      name: 'an-app-uses-another-by-its-face-only',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'a-library-by-its-face-only',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^$1/$2/', '^libs/[^/]+/src/((contract|testing)/)?index\\.ts$'] },
    },
    { name: 'libraries-know-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'products-know-no-test',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      conditionNames: ['@touchstream/source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
