/** A workspace with one of everything that a route can name, and a right request for each route that takes an id or a body. */
import { v7 as uuidv7 } from 'uuid';
import { createAccount } from '@/lib/accounts/create-account';
import { createContact } from '@/lib/contacts/create-contact';
import { linkContact } from '@/lib/contacts/link-contact';
import { upsertDeal } from '@/lib/deals/upsert-deal';
import { createExperiment } from '@/lib/experiments/create-experiment';
import { getExperiment } from '@/lib/experiments/get-experiment';
import { startExperiment } from '@/lib/experiments/start-experiment';
import { externalDesign } from '@/lib/experiments/testing/designs';
import { generateNow } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import { startImport } from '@/lib/imports/start-import';
import { constantVersion } from '@/lib/models/life/testing/versions';
import { getItem } from '@/lib/plans/list-items';
import { proposeItem } from '@/lib/plans/propose-item';
import { createLead } from '@/lib/leads/create-lead';
import { createVersion } from '@/lib/prompts/create-version';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { asOwner } from '@/lib/server/db/testing/database';
import { files, useFiles } from '@/lib/server/files/files';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { memoryFiles } from './memory-files';
import { newKeyFor, type Call } from './rest';

export type Tenant = Record<'export' | 'lead' | 'account' | 'contact' | 'deal' | 'product' | 'member' | 'stage' | 'insight' | 'import' | 'prompt' | 'promptVersion' | 'promptInUse' | 'plan' | 'planSeen' | 'toDecide' | 'toDecideSeen' | 'draft' | 'toStart' | 'toFill' | 'toStop' | 'toComplete' | 'variant' | 'experiment' | 'version' | 'externalId' | 'key' | 'workspace', string> & { scope: Scope };

/** A proposed change of a rule. */
async function newPlan(scope: Scope, name: string, percentile: number) {
  const change = { ruleKey: 'stalled', before: { enabled: true, settings: { percentile: 80 } }, after: { enabled: true, settings: { percentile } } };
  const { id } = await proposeItem(scope, { kind: 'change_rule', title: `${name} plan`, rationale: 'for the test', risk: 'none', change });
  return getItem(scope, id);
}

async function* csv(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const sharedFiles = memoryFiles();

/** One that is ready, with its manifest. */
async function newExport({ workspaceId }: Scope): Promise<string> {
  const id = uuidv7();
  await asOwner(
    `insert into training_export (id, workspace_id, version, format, options, status, manifest, requested_by, actor_name, finished_at, expires_at)
     values ($1, $2, 1, 'trl', '{"format":"trl"}', 'completed', null, 'member:nobody', 'Nobody', now(), now() + interval '7 days')`, [id, workspaceId]);
  await files().write(`exports/${workspaceId}/${id}/manifest.json`, Buffer.from('{}'));
  return id;
}

export async function newTenant(name: string): Promise<Tenant> {
  useFiles(sharedFiles);
  const workspace = await newTestWorkspace();
  const scope = workspace.system;
  const member = await newMember(workspace, 'rep', `${name} owner`);
  const account = await createAccount(scope, { name: `${name} Ltd` });
  const contact = await createContact(scope, { name: `${name} buyer`, accountId: account.id });
  const lead = await createLead(scope, { name: `${name} lead`, company: `${name} Ltd`, ownerId: member.principal.id! });
  const externalId = `${name}-1`;
  const { deal } = await upsertDeal(scope, externalId, { name: `${name} deal`, account: `${name} Ltd`, product: `${name} router`, owner: `${name} owner`, amount: 5000 });
  await linkContact(scope, contact.id, deal.id);
  const { runId } = await requestInsights(scope, deal.id);
  await generateNow(scope, runId);
  const { data } = await listInsights(scope, deal.id);
  const importId = await startImport(scope, { entity: 'deals', filename: 'deals.csv', wait: true }, csv(`Deal name,Amount\n${name} imported,10\n`));
  const { id: prompt, versions: [inUse] } = await getPrompt(scope, 'analyse_deal');
  const { id: promptVersion } = await createVersion(scope, { promptId: prompt, config: {}, template: { system: `${name} advises.`, user: '{{context}}' } });
  const [plan, toDecide] = [await newPlan(scope, name, 60), await newPlan(scope, name, 65)];
  const designed = async (what: string) => (await createExperiment(scope, externalDesign({ name: `${name} ${what}` }))).id;
  const [draft, toStart, toFill] = [await designed('draft'), await designed('to be started'), await designed('to be filled')];
  const [experiment, toStop, toComplete] = [await designed('experiment'), await designed('to be stopped'), await designed('to be decided')];
  for (const id of [experiment, toStop, toComplete]) await startExperiment(scope, id);
  // A version to go back to, beside the champion that the deal was scored by.
  const version = await constantVersion(scope, 1, 0.4);
  return {
    version, draft, toStart, toFill, toStop, toComplete, experiment, variant: (await getExperiment(scope, toComplete)).variants[1]!.id, plan: plan.id, planSeen: plan.changeHash, toDecide: toDecide.id, toDecideSeen: toDecide.changeHash,
    prompt, promptVersion, promptInUse: inUse!.id,
    workspace: workspace.id, scope, lead: lead.id, account: account.id, contact: contact.id, deal: deal.id, product: deal.product!.id, externalId,
    member: member.principal.id!, stage: workspace.stages.find((s) => s.kind === 'open')!.id, insight: data[0]!.id, import: importId, export: await newExport(scope), key: await newKeyFor(scope, 'admin'),
  };
}

/** The experiment that each of these paths may change without spoiling it for the others. */
const EXPERIMENT: Record<string, 'draft' | 'toStart' | 'toFill' | 'toStop' | 'toComplete'> = { '': 'draft', start: 'toStart', counts: 'toFill', stop: 'toStop', complete: 'toComplete' };

/** Which of the tenant's records a path's id means, by the place that it is in. */
export const idIn = (path: string, tenant: Tenant): string =>
  path.startsWith('/accounts') ? tenant.account : path.startsWith('/contacts') ? tenant.contact : path.startsWith('/deals') ? tenant.deal : path.startsWith('/leads') ? tenant.lead
    : path.startsWith('/imports') ? tenant.import : path.startsWith('/training') ? tenant.export : path.startsWith('/insights') ? tenant.insight : path.startsWith('/prompts') ? tenant.prompt
        : path.startsWith('/experiments') ? tenant[EXPERIMENT[path.split('/')[3] ?? ''] ?? 'experiment']
        : path.endsWith('/decision') ? tenant.toDecide : path.startsWith('/plans') ? tenant.plan : uuidv7();

/** Path parameters that name the tenant's own records. */
export const paramsOf = (path: string, tenant: Tenant): Record<string, string> => Object.fromEntries([...path.matchAll(/\[(\w+)\]/g)].map(([, field]) => [
  field!, field === 'dealId' ? tenant.deal : field === 'externalId' ? tenant.externalId : field === 'entity' ? 'deals' : field === 'model' ? 'win_predictor' : field === 'name' ? 'manifest.json' : idIn(path, tenant),
]));

/** Which record a field that holds an id means. */
export const idOfField = (field: string, tenant: Tenant): string | undefined =>
  ({ accountId: tenant.account, productId: tenant.product, ownerId: tenant.member, stageId: tenant.stage, contactId: tenant.contact, owner: tenant.member, stage: tenant.stage, account: tenant.account, dealId: tenant.deal, winnerId: tenant.variant } as Record<string, string>)[field];

/** A body that the route takes, by its name. A route with a body that is not here fails the tests. */
export const BODIES: Record<string, (tenant: Tenant) => NonNullable<Call['body']>> = {
  'POST /accounts': () => ({ name: 'New account' }),
  'PATCH /accounts/[id]': () => ({ industry: 'Retail' }),
  'PUT /accounts/external/[externalId]': () => ({ name: 'Outside account' }),
  'POST /contacts': () => ({ name: 'New contact' }),
  'PATCH /contacts/[id]': () => ({ jobTitle: 'CFO' }),
  'PUT /contacts/external/[externalId]': () => ({ name: 'Outside contact' }),
  'POST /deals': () => ({ name: 'New deal' }),
  'PATCH /deals/[id]': () => ({ leadSource: 'Fair' }),
  'PUT /deals/external/[externalId]': () => ({ name: 'Outside deal' }),
  'PUT /deals/[id]/stage': ({ stage }) => ({ stageId: stage }),
  'POST /deals/[id]/notes': () => ({ text: 'They called back.' }),
  'POST /experiments': () => ({ ...externalDesign({ name: 'New experiment' }) }),
  'PUT /experiments/[id]': () => ({ ...externalDesign({ name: 'Another design' }) }),
  'POST /experiments/[id]/start': () => ({ scheduled: false }),
  'POST /experiments/[id]/pause': () => ({ reason: 'test' }),
  'POST /experiments/[id]/resume': () => ({ reason: 'test' }),
  'POST /experiments/[id]/stop': () => ({ reason: 'test' }),
  'POST /experiments/[id]/complete': () => ({ winnerId: null, learnings: 'test' }),
  'PUT /experiments/[id]/archive': () => ({ archived: false }),
  'POST /experiments/[id]/assignments': () => ({ units: [{ unitId: 'new unit' }] }),
  'POST /experiments/[id]/outcomes': () => ({ outcomes: [{ outcomeId: 'new outcome', unitId: 'new unit', metric: 'reply' }] }),
  'POST /experiments/[id]/counts': () => ({ batchId: 'one', counts: [{ variant: 'control', metric: 'reply', n: 10, sum: 3 }] }),
  'POST /leads': () => ({ name: 'New lead', source: 'Fair', facts: { Visits: 3 } }),
  'PATCH /leads/[id]': () => ({ source: 'Web' }),
  'PUT /leads/[id]/state': () => ({ state: 'working' }),
  'PUT /leads/[id]/owner': ({ member }) => ({ ownerId: member }),
  'PUT /leads/[id]/conversion': () => ({ deal: { name: 'Deal of a lead' } }),
  'POST /models/[model]/aliases': ({ version }) => ({ alias: 'shadow', version, why: 'for the test' }),
  'POST /models/[model]/rollback': ({ version }) => ({ version, why: 'for the test' }),
  'POST /models/[model]/schedule': () => ({ frequencyDays: 14 }),
  'POST /models/update': () => ({ models: ['win_predictor'], why: 'for the test' }),
  'PATCH /plans/[id]': ({ planSeen }) => ({ changeHash: planSeen, after: { enabled: true, settings: { percentile: 61 } } }),
  'PUT /plans/[id]/decision': ({ toDecideSeen }) => ({ decision: 'approve', changeHash: toDecideSeen }),
  'POST /training/exports': () => ({ format: 'trl' }),
  'PUT /insights/[id]/feedback': () => ({ kind: 'helpful' }),
  'POST /insights/signals': ({ insight }) => ({ signals: [{ insightId: insight, kind: 'seen' }] }),
};
