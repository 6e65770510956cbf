import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/browser.mjs';

// The file is read again in every worker: what is decided once travels in the environment.
const port = Number((process.env.E2E_PORT ??= '4310'));
const folder = (process.env.E2E_DATA_DIR ??= mkdtempSync(path.join(tmpdir(), 'winloop-e2e-')));
const executablePath = await findBrowser();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // One more try tells a slow machine from a broken product; a test that needed it is counted and named in the report.
  retries: 1,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://localhost:${port}`,
    // A click that finds nothing to click says which, instead of waiting until the whole test is over.
    actionTimeout: 45_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { args: BROWSER_ARGS, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1366, height: 768 } }, testIgnore: '*.phone.spec.ts' },
    { name: 'phone', use: { ...devices['Desktop Chrome'], viewport: { width: 390, height: 844 }, hasTouch: true }, testMatch: '*.phone.spec.ts' },
  ],
  webServer: {
    command: 'node scripts/start.mjs',
    // The last line of the start: the sample workspace is loaded.
    wait: { stdout: /Stop it with Ctrl\+C/ },
    env: { PORT: String(port), WINLOOP_DATA_DIR: folder, WINLOOP_LOG_LEVEL: 'warn' },
    timeout: 600_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 35_000 },
  },
});
