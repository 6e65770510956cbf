/** The sample's leads, written as the product would have recorded them; can be repeated from its beginning. */
import { v7 as uuidv7 } from 'uuid';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { sampleLeads } from '@/prisma/sample/leads';
import { clearLeads, readSellers, writeLeads } from './leads-store';

export async function simulateLeads(scope: Scope, { seed, now }: { seed: string; now: number }): Promise<void> {
  await transaction(scope, async () => {
    await clearLeads(scope);
    const sellers = await readSellers(scope);
    const leads = sampleLeads(sellers.map(({ id }) => id), { seed, now, newId: uuidv7 });
    await writeLeads(scope, leads, new Map(sellers.map(({ id, name }) => [id, name])));
    await audit(scope, { action: 'sample.leads', after: { leads: leads.length } });
  });
}
