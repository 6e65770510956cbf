import next from 'eslint-config-next/core-web-vitals';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

const a11y = next.find(({ plugins }) => plugins?.['jsx-a11y']).plugins['jsx-a11y'];

/** What makes a result depend on more than its input. The clock and the dice are parameters. */
const impure = [
  { object: 'Math', property: 'random', message: 'Pass an rng (lib/stats/rng.ts).' },
  { object: 'Date', property: 'now', message: 'Pass the time.' },
];

export default defineConfig([
  globalIgnores(['.next/', '.data/', 'lib/server/db/generated/', 'lib/models/work/generated/', 'shots/', 'test-results/', 'playwright-report/', 'next-env.d.ts', '**/*.tmp.ts']),
  next,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [ts.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Indexes are checked by noUncheckedIndexedAccess; `!` says that a line above made sure.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.tsx'],
    rules: {
      ...a11y.flatConfigs.recommended.rules,
      // A form that a person has just opened, and a page that is one form, take the focus.
      'jsx-a11y/no-autofocus': 'off',
      // What scrolls must be reachable with the keyboard.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { tags: [], roles: ['tabpanel', 'region', 'group', 'img'], allowExpressionValues: true }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error',
        { selector: 'MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/]', message: 'Write the statement as a tagged template ($queryRaw): values become parameters.' },
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Text is rendered as text; nothing that people or models write is HTML.' },
      ],
      'no-restricted-imports': ['error', { patterns: [{ group: ['**/db/generated/**'], allowTypeImports: true, message: 'Only stores and doors talk to Prisma.' }] }],
    },
  },
  {
    files: ['lib/**/store.ts', 'lib/**/*-store.ts', 'lib/server/**/*.ts', '**/*.db.test.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['lib/stats/**/*.ts', 'lib/ml/**/*.ts', 'lib/**/schema.ts', 'lib/insights/rules/**/*.ts', 'lib/models/{features,win-*,score-deal,written-at-closing,wording}.ts', 'lib/deals/history.ts', 'lib/experiments/analysis/*.ts', 'lib/experiments/{planner,simulate-design}.ts', 'lib/models/drift/*.ts', 'components/charts/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': ['error', ...impure],
      'no-restricted-globals': ['error', { name: 'process', message: 'Pure code does not look around.' }, { name: 'fetch', message: 'Pure code does not look around.' }],
    },
  },
  // A dialog closes on its backdrop (Esc is the browser's), a table or board hears its records' links, a tooltip its control: what is pressed
  // or focused is always a real control inside.
  {
    files: ['components/ui/{modal,row-navigation,lane-navigation,tooltip}.tsx'],
    rules: {
      'jsx-a11y/click-events-have-key-events': 'off', 'jsx-a11y/no-noninteractive-element-interactions': 'off', 'jsx-a11y/no-static-element-interactions': 'off',
    },
  },
  // Not React: `useDatabase` of the tests is no hook, and nobody assigns Next's `module` there.
  { files: ['lib/**/*.ts', 'scripts/**', 'e2e/**', 'inngest/**', 'bench/**'], rules: { 'react-hooks/rules-of-hooks': 'off', '@next/next/no-assign-module-variable': 'off' } },
  { files: ['scripts/**', 'bench/**', 'e2e/**', '**/*.test.ts', '**/testing/**'], rules: { 'no-console': 'off' } },
]);
