import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** The folders below src that are no features: each is a kind of code that features use, or that uses all of them. */
const KINDS = [
  'config',
  'database',
  'docs',
  'health',
  'http',
  'limits',
  'openapi',
  'resources',
  'server',
  'validation',
];
/** The kinds and files that a feature may use. */
const SHARED =
  '(http|limits|validation|openapi|resources|database|config)/|^src/(errors|observations|user-data|versions)\\.ts$';

const features = globSync('src/*/*.module.ts')
  .map((file) => ({ name: basename(dirname(file)), text: readFileSync(file, 'utf8') }))
  .filter(({ name }) => !KINDS.includes(name));

/** A feature may use those whose modules its own module imports, so it says that once, to Nest and to this check. */
const featureRules = features.map(({ name, text }) => {
  const used = [...text.matchAll(/from '\.\.\/([\w-]+)\/[\w-]+\.module\.js'/g)].map(([, other]) => other);
  return {
    name: 'features-know-those-that-they-import',
    comment: 'A feature uses another one only when its module imports the module of that one.',
    from: { path: `^src/${name}/` },
    to: { path: '^src/', pathNot: `^src/(${[name, ...used].join('|')})/|^src/${SHARED}` },
  };
});

/** A folder that holds adapters of one engine. */
const ADAPTERS = '^src/[^/]+/[^/]+/(sqlite|mongo)/';

/**
 * Which way imports may go. `npm run lint` holds src to it, types included.
 * @type {import('dependency-cruiser').IConfiguration['forbidden']}
 */
const forbidden = [
  {
    name: 'no-cycles',
    comment: 'Files that import each other cannot be read, tested or moved alone.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-cycles-between-folders',
    comment: 'The same for top-level folders. Inside a feature, the entity file is used from the folders beside it.',
    scope: 'folder',
    from: { path: '^src/([^/]+)' },
    to: { path: '^src/', pathNot: '^src/$1(/|$)', circular: true },
  },
  {
    name: 'no-cycles-between-folders-of-http',
    scope: 'folder',
    from: { path: '^src/http/([^/]+)' },
    to: { path: '^src/http/', pathNot: '^src/http/$1(/|$)', circular: true },
  },
  {
    name: 'config-stands-alone',
    from: { path: '^src/config/' },
    to: { path: '^src/', pathNot: '^src/config/' },
  },
  {
    name: 'validation-stands-alone',
    from: { path: '^src/validation/' },
    to: { path: '^src/', pathNot: '^src/validation/' },
  },
  {
    name: 'openapi-knows-validators-only',
    from: { path: '^src/openapi/' },
    to: { path: '^src/', pathNot: '^src/(openapi|validation)/' },
  },
  {
    name: 'errors-stand-alone',
    from: { path: '^src/(errors|versions)\\.ts$' },
    to: { path: '.' },
  },
  {
    name: 'observations-stand-alone',
    comment: 'Code tells what happens, and does not know what becomes of it.',
    from: { path: '^src/observations\\.ts$' },
    to: { path: '^src/' },
  },
  {
    name: 'http-knows-no-feature-and-no-database',
    from: { path: '^src/http/' },
    to: { path: '^src/', pathNot: '^src/(http|validation|config)/|^src/(errors|observations|versions)\\.ts$' },
  },
  {
    name: 'database-knows-no-feature',
    from: { path: '^src/database/' },
    to: { path: '^src/', pathNot: '^src/(database|config)/|^src/(errors|observations|versions)\\.ts$' },
  },
  {
    name: 'limits-know-no-feature',
    from: { path: '^src/limits/' },
    to: { path: '^src/', pathNot: '^src/(limits|http|database|config)/|^src/errors\\.ts$' },
  },
  {
    name: 'resources-know-no-feature',
    from: { path: '^src/resources/' },
    to: {
      path: '^src/',
      pathNot: '^src/(resources|http|validation|openapi|database|config)/|^src/(errors|versions)\\.ts$',
    },
  },
  ...featureRules,
  {
    name: 'a-feature-has-a-module',
    comment: 'A folder without a module would be held to no rule of features.',
    from: { path: '^src/[^/]+/', pathNot: `^src/(${[...KINDS, ...features.map(({ name }) => name)].join('|')})/` },
    to: { path: '.' },
  },
  {
    name: 'health-knows-no-feature',
    from: { path: '^src/health/' },
    to: { path: '^src/', pathNot: `^src/health/|^src/${SHARED}` },
  },
  {
    name: 'nothing-knows-the-server',
    comment: 'server/ starts and stops the application. The application does not know that.',
    from: { path: '^src/', pathNot: '^src/(server/|(admin|main|migrate|move)\\.ts$)' },
    to: { path: '^src/server/' },
  },
  {
    name: 'docs-know-what-features-say-of-themselves',
    from: { path: '^src/docs/' },
    to: { path: '^src/', pathNot: '^src/(docs|http|openapi|config)/|^src/found-exports\\.ts$|\\.openapi\\.ts$' },
  },
  {
    name: 'the-document-is-not-loaded',
    comment: 'The build writes it and the route reads the file, so a start pays nothing for it.',
    from: {
      path: '^src/',
      pathNot: '^src/(openapi/|docs/(document|write-document)\\.ts$|[^/]+/openapi/)|\\.openapi\\.ts$',
    },
    to: {
      path: '^src/(openapi/|docs/(document|write-document)\\.ts$|[^/]+/openapi/)|\\.openapi\\.ts$',
    },
  },
  {
    name: 'engines-stay-in-adapters',
    comment: 'Only database/ and the adapters in sqlite/ and mongo/ of a feature name mongoose and SQLite.',
    from: { path: '^src/', pathNot: `^src/database/|${ADAPTERS}` },
    to: {
      path: ['node_modules/(@nestjs/mongoose|mongoose|mongodb)/', '^(node:)?sqlite$', '^src/database/(sqlite|mongo)/'],
    },
  },
  {
    name: 'ports-know-no-engine',
    comment: 'A port is <name>.repository.ts. Its adapters are in sqlite/ and mongo/ beside it.',
    from: { path: '^src/[^/]+/repositories/[^/]+\\.repository\\.ts$' },
    to: { path: ['node_modules/', '^(node:)?sqlite$', '^src/database/', ADAPTERS] },
  },
  {
    name: 'engines-load-when-chosen',
    comment: 'Only `import()` keeps the engine that is not chosen out of the process.',
    from: { path: '^src/', pathNot: `^src/database/(sqlite|mongo)/|${ADAPTERS}` },
    to: {
      path: ['^src/database/(sqlite|mongo)/', ADAPTERS],
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
    name: 'services-know-no-request',
    comment:
      'A service takes plain data and the caller, gives entities or pages of them, and refuses with HTTP exceptions.',
    from: { path: '\\.service\\.ts$' },
    to: {
      path: [
        'node_modules/(@types/express|express|@nestjs/platform-express)/',
        '^(node:)?http$',
        '^src/http/(?!request/(caller|client|preconditions)\\.ts$|security/|answer/(pages|refusals)\\.ts$|middleware/traffic\\.ts$)',
      ],
    },
  },
  {
    name: 'nothing-that-is-not-there',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'nothing-for-development-only',
    comment: 'Only the document, which no server loads, is written with packages for development.',
    from: { path: '^src/', pathNot: '^src/openapi/dto-fields\\.ts$' },
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
