/**
 * `npm start`: everything from a fresh clone to a served product; `--dev` serves with recompilation instead of a build.
 * Each step is skipped when there is nothing to do, so that a second start is up in seconds.
 */
import { createServer } from 'node:net';
import { build, checkNode, generate, install, loadEnvironment, Problem, root } from './prepare.mjs';

const dev = process.argv.includes('--dev');

function mustBeFree(port, hostname) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(new Problem(
      error.code === 'EADDRINUSE' ? `Port ${port} on ${hostname} is taken, perhaps by a Winloop that is already running. Stop it, or choose another: PORT=${port + 1} npm start`
      : error.code === 'EACCES' ? `Port ${port} needs more rights than this account has. Choose one above 1023: PORT=3000 npm start`
      : `The address ${hostname}:${port} cannot be used (${error.code}). Check HOST and PORT.`)));
    probe.listen(port, hostname, () => probe.close(resolve));
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Shows how far the sample is until it is loaded (or has stood still for five minutes); gives its state, null without a sample. */
async function waitForSample(host) {
  let said = '';
  let since = Date.now();
  for (;;) {
    const sample = await host.sample();
    if (!sample || sample.status === 'loaded') return sample;
    const { step, done, total } = sample;
    const line = `  Sample workspace: ${step}${total > 0 ? ` (${Math.floor((100 * done) / total)}%)` : ''}`;
    if (line !== said) {
      console.log(line);
      said = line;
      since = Date.now();
    }
    if (Date.now() - since > 300_000) return sample;
    await pause(500);
  }
}

function printSignIns({ signIns, password, status }) {
  console.log(`\n  Sample sign-ins (password ${password}):`);
  for (const { email, role } of signIns) console.log(`    ${email.padEnd(22)} ${role}`);
  if (status !== 'loaded') console.log('  The sample is still being filled in the background; the Jobs page shows how far it is.');
}

/** A signal to npm ends npm and its shell but does not reach this process: when they are gone, it stops as well. */
function stopWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 500).unref();
}

async function main() {
  checkNode();
  loadEnvironment();
  const hostname = process.env.HOST || '127.0.0.1';
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Problem('PORT must be a number between 1 and 65535.');
  const url = process.env.WINLOOP_URL || `http://${hostname === '127.0.0.1' ? 'localhost' : hostname}:${port}`;
  process.env.HOST = hostname;
  process.env.PORT = String(port);
  process.env.NODE_ENV = dev ? 'development' : 'production';

  await mustBeFree(port, hostname);
  await install();
  await generate();
  if (!dev) await build();
  const { host, serve } = await import('./serve.mjs');
  if (process.env.npm_lifecycle_event) stopWithParent();
  await serve({ dir: root, hostname, port, dev, url });
  console.log(`\n  Winloop is at ${url}`);
  const sample = await waitForSample(host());
  if (sample) printSignIns(sample);
  console.log('\n  Stop it with Ctrl+C.');
}

main().catch((error) => {
  console.error(error instanceof Problem ? error.message.trim() : error);
  process.exit(1);
});
