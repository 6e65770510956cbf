/** Functions behind the SDK's own handler on a free loopback port, with the options that app/api/inngest uses. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InngestFunction } from 'inngest';
import { serve } from 'inngest/node';
import { inngest } from '@/inngest/client';

export type Served = { url: URL; close: () => Promise<void> };

export async function serveFunctions(functions: InngestFunction.Any[]): Promise<Served> {
  const server: Server = createServer(serve({ client: inngest, functions, enableUnauthedSync: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/api/inngest`),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
