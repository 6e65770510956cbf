/**
 * The server's process: Next behind node's own HTTP server, so that stopping is ours to order. On SIGTERM or SIGINT new
 * requests get 503, running ones have 30 seconds, then jobs and database are closed and the process ends with 0.
 */
import { createServer } from 'node:http';
import v8 from 'node:v8';
import next from 'next';

// On a machine with much memory V8 would let the heap quadruple before it collects what imports and trainings leave behind.
v8.setFlagsFromString('--heap-growing-percent=40');

const GRACE = 30_000;

/** @typedef {{ stopTaking(): void, close(): Promise<void>, sample(): Promise<unknown> }} Host what the product offers, see lib/server/host.ts */
/** @returns {Host | undefined} */
export const host = () => globalThis.winloopHost;

/** Starts serving and answers when requests are taken. The process ends with its signal. */
export async function serve({ dir, hostname, port, dev, url }) {
  const app = next({ dir, dev, hostname, port, quiet: true });
  const handle = app.getRequestHandler();
  const https = url?.startsWith('https://');
  let running = 0;
  let stop = false;

  const server = createServer((request, response) => {
    if (stop) {
      response.writeHead(503, { connection: 'close', 'retry-after': '5', 'content-type': 'text/plain' }).end('This server is stopping. Try again in a moment.\n');
      return;
    }
    running++;
    response.once('close', () => running--);
    // Who is really on the line; whatever a client wrote there is overwritten (lib/server/auth/address.ts).
    request.headers['x-winloop-address'] = request.socket.remoteAddress ?? '';
    if (https) response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    void handle(request, response);
  });

  const finish = async () => {
    if (stop) return;
    stop = true;
    host()?.stopTaking();
    const deadline = Date.now() + GRACE;
    while (running > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    server.close();
    server.closeAllConnections();
    await host()?.close().catch((error) => console.error(`Closing the database failed: ${error.message}`));
    process.exit(0);
  };
  process.on('SIGTERM', finish);
  process.on('SIGINT', finish);

  await app.prepare();
  // Next does not wait for instrumentation.ts; no request is taken before the product is up (a failed start ends the process).
  while (!host()) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, hostname, resolve));
  if (dev) server.on('upgrade', app.getUpgradeHandler());
}
