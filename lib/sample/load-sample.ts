/**
 * Fills the sample workspace: the real CRM files through the product's own importer, then what they lack from the
 * simulator; then the first learning and a past in which its advice was used. In parts that a job's steps call one after the other; each can be repeated from its beginning.
 */
import { v7 as uuidv7 } from 'uuid';
import { toMajor, toMinor } from '@/lib/deals/money';
import { importNow } from '@/lib/imports/import-now';
import { LEARNING, learnNow } from '@/lib/models/learn-now';
import { audit } from '@/lib/server/audit';
import { gatherStatistics } from '@/lib/server/db/gather-statistics';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { pipelineCsv, readSampleFile, SAMPLE_FILES, shiftedPipeline, wholeRevenue, type SampleEntity } from '@/prisma/sample/sample-files';
import { simulate } from '@/prisma/sample/simulate';
import type { Imported, ImportedDeal } from '@/prisma/sample/world';
import { simulatePast } from './past-advice';
import { simulateExperiments } from './past-experiments';
import { simulateLeads } from './simulate-leads';
import { noteSampleProgress } from './sample-state';
import {
  clearSimulated, dropMoves, readAccounts, readDeals, readMoves, readStages, updateDeals, writeChanges, writeContacts, writeDealContacts, writeInteractions, writeMoves, writeStages,
} from './world-store';

/** The same people, conversations and slips in every installation. */
const SEED = 'sample';
const IMPORTED: readonly SampleEntity[] = ['accounts', 'products', 'members', 'deals'];
const TITLES: Record<SampleEntity, string> = { accounts: 'Importing accounts', products: 'Importing products', members: 'Importing the sales team', deals: 'Importing deals' };
const PAST = IMPORTED.length + 2 + LEARNING.length;
const TOTAL = PAST + 2;

export type SampleStep = { name: string; run: (scope: Scope, now: number) => Promise<void> };

/** One after the other, each in a step of its own. `now` must be the same in all of them. */
export const SAMPLE_STEPS: readonly SampleStep[] = [
  ...IMPORTED.map((entity, done): SampleStep => ({ name: `import-${entity}`, run: (scope, now) => importSample(scope, entity, now, done) })),
  { name: 'simulate', run: simulateSample },
  { name: 'leads', run: leads },
  { name: 'learn', run: learn },
  { name: 'experiments', run: experiments },
  { name: 'past', run: past },
];

/** All steps at once. Throws when a file of ours cannot be imported whole: that is a fault of the product. */
export async function loadSample(scope: Scope, now: number): Promise<void> {
  for (const step of SAMPLE_STEPS) await step.run(scope, now);
}

async function importSample(scope: Scope, entity: SampleEntity, now: number, done: number): Promise<void> {
  await noteSampleProgress(scope, { status: 'loading', step: TITLES[entity], done, total: TOTAL });
  const file = await readSampleFile(entity);
  const csv = entity === 'deals' ? pipelineCsv(shiftedPipeline(file, now)) : entity === 'accounts' ? wholeRevenue(file) : file;
  const state = await importNow(scope, { entity, filename: SAMPLE_FILES[entity], csv });
  if (state.status !== 'completed' || state.failed > 0) throw new Error(`the sample's ${entity} did not come in: ${state.error ?? `${state.failed} rows failed`}`);
}

async function simulateSample(scope: Scope, now: number): Promise<void> {
  await noteSampleProgress(scope, { status: 'loading', step: 'Adding people, conversations and history', done: IMPORTED.length, total: TOTAL });
  await transaction(scope, () => clearSimulated(scope));
  const imported = await readImported(scope, now);
  const world = simulate(imported, { seed: SEED, now, newId: uuidv7 });
  const currencies = new Map(imported.deals.map((deal) => [deal.id, deal.currency]));
  await transaction(scope, async () => {
    await writeStages(scope, world.stages);
    await dropMoves(scope, imported.deals.filter((deal) => deal.openedAt === null).map((deal) => deal.id));
  });
  await writeContacts(scope, world.contacts);
  await writeDealContacts(scope, world.dealContacts);
  await writeMoves(scope, world.moves);
  await writeChanges(scope, world.changes);
  await writeInteractions(scope, world.interactions);
  await updateDeals(scope, world.deals.map((deal) => ({ ...deal, amountMinor: deal.amount === undefined ? null : toMinor(deal.amount, currencies.get(deal.id) ?? 'USD') })));
  await gatherStatistics();
  await transaction(scope, async () => {
    await audit(scope, { action: 'sample.load', entityId: scope.workspaceId, after: { deals: world.deals.length, contacts: world.contacts.length, interactions: world.interactions.length } });
  });
}

/** People who may become customers: none of them is in the files. */
async function leads(scope: Scope, now: number): Promise<void> {
  await noteSampleProgress(scope, { status: 'loading', step: 'Adding leads', done: IMPORTED.length + 1, total: TOTAL });
  await simulateLeads(scope, { seed: SEED, now });
}

/** What every workspace does each night, at once: nobody should meet deals without a score. */
async function learn(scope: Scope): Promise<void> {
  await learnNow(scope, 'first look', (part) => noteSampleProgress(scope, { status: 'loading', step: LEARNING[part] ?? '', done: IMPORTED.length + 2 + part, total: TOTAL }));
}

/** So that an operator sees what running and decided experiments look like. */
async function experiments(scope: Scope, now: number): Promise<void> {
  await noteSampleProgress(scope, { status: 'loading', step: 'Looking back at experiments with mails', done: PAST, total: TOTAL });
  await simulateExperiments(scope, { seed: SEED, now });
}

/** So that there is something to see on the learning page. */
async function past(scope: Scope, now: number): Promise<void> {
  await simulatePast(scope, { seed: SEED, now }, (done, of) => noteSampleProgress(scope, { status: 'loading', step: `Looking back at advice on past deals, ${done} of ${of}`, done: PAST + 1, total: TOTAL }));
  await noteSampleProgress(scope, { status: 'loaded', step: 'Ready', done: TOTAL, total: TOTAL });
}

/** The import as the simulator takes it. Stage and opening come from the file: an earlier attempt may have moved them. */
async function readImported(scope: Scope, now: number): Promise<Omit<Imported, 'deals'> & { deals: (ImportedDeal & { currency: string })[] }> {
  const rows = new Map(shiftedPipeline(await readSampleFile('deals'), now).map((row) => [row.opportunity_id, row]));
  return transaction(scope, async () => {
    const stages = await readStages(scope);
    const stageIds = new Map(stages.map((stage) => [stage.name, stage.id]));
    const moves = new Map<string, { stageId: string; at: number }[]>();
    for (const { deal_id, stage_id, at } of await readMoves(scope)) {
      const known = moves.get(deal_id);
      if (known) known.push({ stageId: stage_id, at: at.getTime() });
      else moves.set(deal_id, [{ stageId: stage_id, at: at.getTime() }]);
    }
    const deals = (await readDeals(scope)).flatMap((deal) => {
      const row = rows.get(deal.external_id);
      const stageId = row && stageIds.get(row.deal_stage);
      if (!row || !stageId) return [];
      const openedAt = row.engage_date ? deal.opened_at.getTime() : null;
      return [{
        id: deal.id, key: deal.external_id, accountId: deal.account_id, ownerId: deal.owner_id, stageId, currency: deal.currency,
        productName: deal.product, listPrice: deal.list_price_minor === null || deal.product_currency !== deal.currency ? null : toMajor(deal.list_price_minor, deal.currency),
        openedAt, closedAt: deal.closed_at?.getTime() ?? null, outcome: deal.status === 'open' ? null : deal.status,
        amount: deal.amount_minor === null ? null : toMajor(deal.amount_minor, deal.currency),
        moves: openedAt === null ? [] : (moves.get(deal.id) ?? []),
      }];
    });
    return { stages, accounts: await readAccounts(scope), deals };
  });
}
