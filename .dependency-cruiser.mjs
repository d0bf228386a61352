/**
 * Which way the arrows go; `npm run lint` holds src to it, types included.
 * @type {import('dependency-cruiser').IConfiguration['forbidden']}
 */
const forbidden = [
  {
    name: 'no-cycles',
    comment: 'Who imports each other cannot be read, tested or moved alone.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'config-stands-alone',
    from: { path: '^src/config/' },
    to: { path: '^src/', pathNot: '^src/config/' },
  },
  {
    name: 'common-knows-no-feature-and-no-database',
    from: { path: '^src/common/' },
    to: { path: '^src/', pathNot: '^src/(common|config)/' },
  },
  {
    name: 'database-knows-no-feature',
    from: { path: '^src/database/' },
    to: { path: '^src/', pathNot: '^src/(database|common|config)/' },
  },
  {
    name: 'auth-knows-users-alone',
    from: { path: '^src/auth/' },
    to: { path: '^src/', pathNot: '^src/(auth|users|common|database|config)/' },
  },
  {
    name: 'features-know-no-other-feature',
    comment: 'users, todo, health and what comes: only auth, and account above them all, know another feature.',
    from: { path: '^src/([^/]+)/', pathNot: '^src/(account|auth|docs|common|database|config)/' },
    to: { path: '^src/', pathNot: '^src/($1|common|database|config)/' },
  },
  {
    name: 'docs-know-what-features-say-of-themselves',
    from: { path: '^src/docs/' },
    to: { path: '^src/', pathNot: '^src/(docs|common|config)/|\\.openapi\\.ts$' },
  },
  {
    name: 'the-document-is-not-loaded',
    comment: 'It is written by the build and read by the route; a start pays nothing for it.',
    from: {
      path: '^src/',
      pathNot: '^src/(docs/(document|write-document)\\.ts$|[^/]+/openapi/)|\\.openapi\\.ts$',
    },
    to: { path: '^src/(docs/(document|write-document)\\.ts$|[^/]+/openapi/)|\\.openapi\\.ts$' },
  },
  {
    name: 'engines-stay-in-adapters',
    comment: 'mongoose and SQLite are named by database/ and by the adapters in repositories/, and nowhere else.',
    from: { path: '^src/', pathNot: '^src/(database|[^/]+/repositories)/' },
    to: {
      path: ['node_modules/(@nestjs/mongoose|mongoose|mongodb)/', '^(node:)?sqlite$', '^src/database/(sqlite|mongo)/'],
    },
  },
  {
    name: 'ports-know-no-engine',
    comment:
      'A port is <name>.repository.ts; its adapters are sqlite-<name>.repository.ts and mongo-<name>.repository.ts.',
    from: { path: '^src/[^/]+/repositories/(?!sqlite-|mongo-)[^/]+\\.repository\\.ts$' },
    to: {
      path: [
        'node_modules/',
        '^(node:)?sqlite$',
        '^src/database/',
        '^src/[^/]+/repositories/(sqlite-|mongo-)',
        '\\.schema\\.ts$',
      ],
    },
  },
  {
    name: 'engines-load-when-chosen',
    comment: 'Only `import()` keeps the engine that is not chosen out of the process.',
    from: { path: '^src/', pathNot: '^src/(database/(sqlite|mongo)|[^/]+/repositories)/' },
    to: {
      path: '^src/(database/(sqlite|mongo)/|[^/]+/repositories/(sqlite-|mongo-|[^/]+\\.schema\\.ts$))',
      dynamic: false,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'controllers-know-no-repository',
    from: { path: '\\.controller\\.ts$' },
    to: { path: '/repositories/' },
  },
  {
    name: 'services-know-no-http',
    from: { path: '\\.service\\.ts$' },
    to: { path: ['node_modules/(@types/express|express|@nestjs/platform-express)/', '^(node:)?http$'] },
  },
  {
    name: 'nothing-that-is-not-there',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'nothing-for-development-only',
    from: { path: '^src/' },
    to: {
      dependencyTypes: ['npm-dev', 'npm-no-pkg'],
      pathNot: 'node_modules/@types/',
      dependencyTypesNot: ['type-only'],
    },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'types', 'default'] },
  },
};
