import { defineConfig } from 'vitest/config';
import path from 'node:path';

const root = import.meta.dirname;
const alias = { '@': root };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: 'unit', include: ['**/*.test.ts', '**/*.test.tsx'], exclude: ['**/*.db.test.ts', '**/node_modules/**', '.next/**'], testTimeout: 60_000 },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: ['**/node_modules/**', '.next/**'],
          globalSetup: [path.join(root, 'lib/server/db/testing/global-setup.ts')],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          // Prisma reads relations side by side on one connection, of which pg warns once a process: seventy times a run.
          execArgv: ['--disable-warning=DeprecationWarning'],
          // After the unit tests: two cores are not enough for both at once.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
