/** A process of its own that folds an experiment in small batches, saying so after each: for tests of what a kill leaves behind. */
import { closeDatabase, useConnection } from '@/lib/server/db/client';
import { openPostgres } from '@/lib/server/db/connection';
import { systemScope } from '@/lib/server/scope';
import { foldBatch } from '../fold-outcomes';

const [url, workspaceId, id, most] = process.argv.slice(2);
useConnection(await openPostgres(url!));
for (let left = true; left;) {
  ({ left } = await foldBatch(systemScope(workspaceId!, 'folding'), id!, Number(most)));
  console.log('a batch');
}
await closeDatabase();
