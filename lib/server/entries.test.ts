/** Lists every way in from outside and fails on one that does not go through the guard. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { GUARDED } from './guard';
import { PERMISSIONS } from './permissions';

const root = path.resolve(import.meta.dirname, '../..');
const files = (pattern: string) => globSync(pattern, { cwd: root, ignore: ['**/node_modules/**', '.next/**'] }).sort();
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Entries that prove their caller otherwise, each with how. */
const OTHERWISE: Record<string, string> = {
  'app/api/auth/[...nextauth]/route.ts': 'next-auth: credentials, CSRF token',
  'app/api/inngest/route.ts': 'signature of the job runner',
  'app/api/health/route.ts': 'says only whether we are well',
  'app/health/route.ts': 'says only that we are alive',
  'app/api/v1/openapi.json/route.ts': 'describes, holds no data',
};

describe('every entry goes through the guard', () => {
  const routeFiles = files('app/**/route.ts');

  it.each(routeFiles)('%s', async (file) => {
    if (OTHERWISE[file]) return;
    const module = (await import(path.join(root, file))) as Record<string, { [GUARDED]?: string } | undefined>;
    const methods = METHODS.filter((method) => module[method]);
    expect(methods.length, 'exports a method').toBeGreaterThan(0);
    for (const method of methods) expect(PERMISSIONS, `${method} ${file}`).toContain(module[method]?.[GUARDED]);
  });

  it('has no exception for a file that is gone', () => {
    for (const file of Object.keys(OTHERWISE)) expect(routeFiles).toContain(file);
  });

  it('lists every REST module in the OpenAPI document', async () => {
    const { routes } = await import('@/app/api/v1/openapi.json/routes');
    const there = files('app/api/v1/**/route.ts').map((file) => file.replace(/^app\/api\/v1(.*)\/route\.ts$/, '$1')).filter((p) => p !== '/openapi.json');
    expect(Object.keys(routes).sort()).toEqual(there.sort());
  });

  const actionFiles = files('{app,components,lib}/**/*.{ts,tsx}').filter((file) => /^['"]use server['"]/m.test(readFileSync(path.join(root, file), 'utf8')));

  it.each(actionFiles)('server actions of %s', async (file) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    const module = (await import(path.join(root, file))) as Record<string, { [GUARDED]?: string }>;
    for (const [name, entry] of Object.entries(module)) {
      // The one wrapper: ends the session through a guarded action, then leaves the page.
      if (file.endsWith('sign-out.ts') && name === 'signOut') continue;
      expect([...PERMISSIONS, 'person', 'public'], `${name} in ${file}`).toContain(entry[GUARDED]);
    }
    expect(source).not.toMatch(/export (async )?function (?!signOut)/);
  });
});
