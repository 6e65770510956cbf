// Who may import whom: docs/decisions and CONTRIBUTING.md say why. `npm run imports` checks it.
const STORE = '[/-]store\\.ts$';
const TEST = '(\\.test\\.tsx?$|/testing/)';
/** Parts of lib/server that hold no server: the table of permissions and the shape of a scope and of errors. */
const BROWSER_SAFE = '^lib/server/(permissions|scope|errors)\\.ts$';
const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    forbid('no-circles', 'Circles make order of loading matter.', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    forbid('no-unresolvable', 'What is imported exists.', {}, { couldNotResolve: true }),
    forbid('no-undeclared-packages', 'A package that is imported stands in package.json.', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    forbid('no-barrels', 'Import the file that has it.', {}, { path: '^(app|components|lib|inngest|bench)/.*index\\.tsx?$', pathNot: '^inngest/(index|embedded/index)\\.ts$' }),
    forbid('no-junk-drawers', 'Name a folder by what is in it.', {}, { path: '/(utils|helpers|common|types|constants)/', pathNot: 'node_modules' }),
    forbid('no-tests-in-the-product', 'Tests and their fakes stay out of the product.', { pathNot: `${TEST}|^(bench|e2e|scripts)/|\\.tmp\\.ts$` }, { path: TEST }),

    forbid('numbers-in-numbers-out', 'lib/stats and lib/ml know nothing of the product.',
      { path: '^lib/(stats|ml)/', pathNot: TEST }, { path: '^(app|components|inngest|prisma|lib/(?!stats/|ml/))' }),
    forbid('numbers-without-io', 'lib/stats and lib/ml do not look around.', { path: '^lib/(stats|ml)/', pathNot: TEST }, { dependencyTypes: ['core'] }),
    forbid('schemas-are-browser-safe', 'A schema is imported by pages: it must not lead to the server.',
      { path: '^lib/.+/schema\\.ts$' }, { path: '^lib/server/', pathNot: BROWSER_SAFE, reachable: true }),

    forbid('stores-are-private', 'Only its own capability talks to a store; others call its use cases.',
      { path: '^lib/([^/]+)/', pathNot: '\\.db\\.test\\.ts$' }, { path: `^lib/.*${STORE}`, pathNot: '^lib/$1/' }),
    forbid('stores-are-lib-s', 'Pages, jobs and scripts call use cases; a benchmark may measure a store by itself.', { pathNot: '^(lib|bench)/' }, { path: `^lib/.*${STORE}` }),
    forbid('stores-only-store', 'A store knows the database, scopes and errors, not rules of the server.',
      { path: `^lib/(?!server/).*${STORE}` }, { path: '^lib/server/', pathNot: '^lib/server/(db/|scope\\.ts|errors\\.ts)' }),
    forbid('prisma-behind-stores', 'The generated client is for stores, doors and the database module.',
      { pathNot: `^lib/server/|${STORE}|\\.db\\.test\\.ts$|^bench/` }, { path: '^lib/server/db/generated/', dependencyTypesNot: ['type-only'] }),
    forbid('doors-by-server-and-use-cases', 'Doors cross workspaces: pages and components never open one.', { path: '^(app|components)/' }, { path: '^lib/server/doors/' }),

    forbid('lib-stands-alone', 'The product does not know its pages and jobs.', { path: '^lib/', pathNot: TEST }, { path: '^(app|components|inngest/(functions|index))' }),
    forbid('components-show', 'Components take schemas, pure files and components; data comes from the page, changes go through actions.',
      { path: '^components/', pathNot: TEST }, { path: `^lib/server/|^lib/.*${STORE}|^inngest/`, pathNot: BROWSER_SAFE, dependencyTypesNot: ['type-only'] }),
    forbid('pages-call-use-cases', 'No database in pages and routes.', { path: '^app/' }, { path: '^lib/server/db/' }),
    forbid('jobs-are-thin', 'Steps of a job call use cases.', { path: '^inngest/functions/', pathNot: TEST }, { path: `^lib/server/(db|doors)/|^lib/.*${STORE}`, pathNot: '^lib/server/doors/jobs/clock\\.ts$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^lib/server/db/generated/.+/|^lib/models/work/generated/|\\.next/' },
    tsPreCompilationDeps: true,
    // Not the tsconfig: with it the package `inngest` is taken for our folder of that name.
    webpackConfig: { fileName: 'scripts/import-alias.cjs' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
