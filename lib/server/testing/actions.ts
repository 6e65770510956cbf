/** The server actions as they are built, each with an input that it takes: what is not here is not attacked, so the tests ask for it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { externalDesign } from '@/lib/experiments/testing/designs';
import type { ActionResult } from '@/lib/server/action';
import { GUARDED } from '@/lib/server/guard';
import type { Permission } from '@/lib/server/permissions';
import type { Office } from './action-world';

const root = path.resolve(import.meta.dirname, '../../..');

type Callable = ((...given: unknown[]) => Promise<ActionResult<unknown>>) & { [GUARDED]?: Permission | 'person' | 'public' };
export type ActionEntry = { name: string; needs: Permission | 'person' | 'public'; call: (workspace: string, input: unknown) => Promise<ActionResult<unknown>> };

/** Every guarded action, found on disk; `deals createDeal` is createDeal of the deals' page. */
export async function actionEntries(): Promise<ActionEntry[]> {
  const entries: ActionEntry[] = [];
  for (const file of globSync('{app,components,lib}/**/*.{ts,tsx}', { cwd: root }).sort()) {
    if (!/^['"]use server['"]/m.test(readFileSync(path.join(root, file), 'utf8'))) continue;
    const place = path.dirname(file).replace(/^app\/(w\/\[workspace\]\/?|\(auth\)\/)?/, '');
    for (const [name, call] of Object.entries((await import(path.join(root, file))) as Record<string, Callable>)) {
      const needs = call[GUARDED];
      if (!needs) continue;
      const ofPerson = needs === 'person' || needs === 'public';
      entries.push({ name: `${place} ${name}`, needs, call: (workspace, input) => (ofPerson ? call(input) : call(workspace, input)) });
    }
  }
  return entries;
}

const NO_TOKEN = 'x'.repeat(43);
const password = 'copper lantern thunder';

/** A right input for each, with as many ids in it as it takes; `mark` makes names new. */
export const INPUTS: Record<string, (office: Office, mark: string) => unknown> = {
  'accounts createAccount': (_office, mark) => ({ name: `Account ${mark}` }),
  'accounts changeAccount': ({ account }, mark) => ({ id: account, patch: { industry: mark } }),
  'contacts createContact': (_office, mark) => ({ name: `Contact ${mark}` }),
  'contacts changeContact': ({ contact }, mark) => ({ id: contact, patch: { jobTitle: mark } }),
  'contacts putOnDeal': ({ contact, deal }) => ({ contactId: contact, dealId: deal }),
  'contacts takeOffDeal': ({ contact, deal }) => ({ contactId: contact, dealId: deal }),
  'deals createDeal': ({ product, member, stage }, mark) => ({ name: `Deal ${mark}`, productId: product, ownerId: member, stageId: stage }),
  'deals changeDeal': ({ deal, product, member }, mark) => ({ id: deal, patch: { leadSource: mark, productId: product, ownerId: member } }),
  'deals moveDeal': ({ deal, stage }) => ({ id: deal, stageId: stage }),
  'deals noteOnDeal': ({ deal, contact }, mark) => ({ id: deal, text: mark, contactId: contact }),
  'deals changeDeals': ({ deal, stage }) => ({ items: [{ id: deal, change: { kind: 'move', stageId: stage } }] }),
  'deals selectDeals': () => ({ status: 'open' }),
  'deals exportDeals': () => ({ query: { status: 'all' }, ids: null }),
  'deals dealCommands': ({ deal }) => ({ id: deal }),
  'leads createLead': ({ member }, mark) => ({ name: `Lead ${mark}`, ownerId: member }),
  'leads changeState': ({ lead }) => ({ id: lead, state: 'qualified' }),
  'leads convert': ({ lead }, mark) => ({ id: lead, deal: { name: `Deal ${mark}` } }),
  'leads assign': ({ lead, member }) => ({ id: lead, ownerId: member }),
  'search findRecords': () => ({ q: 'deal' }),
  'deals saveView': (_office, mark) => ({ place: 'deals', name: mark, query: 'status=won', shared: true }),
  'deals updateView': ({ view }, mark) => ({ id: view, patch: { name: mark } }),
  'deals removeView': ({ view }) => ({ id: view }),
  'experiments saveExperiment': ({ draft }, mark) => ({ id: draft, version: 1, design: externalDesign({ name: `Design ${mark}` }), then: 'keep' }),
  'experiments readPast': () => ({ unit: 'deal', subject: { kind: 'presentation' } }),
  'experiments start': ({ toStart }) => ({ id: toStart }),
  'experiments pause': ({ experiment }) => ({ id: experiment, reason: 'test' }),
  'experiments resume': ({ experiment }) => ({ id: experiment, reason: 'test' }),
  'experiments stop': ({ toStop }) => ({ id: toStop, reason: 'test' }),
  'experiments complete': ({ toComplete }) => ({ id: toComplete, winnerId: null, learnings: 'test' }),
  'experiments archive': ({ toFill }) => ({ id: toFill, archived: true }),
  'import previewWith': ({ import: importId }) => ({ importId }),
  'import startWith': ({ import: importId }) => ({ importId, entity: 'deals', mapping: { 'Deal name': 'name' }, options: { matchKey: 'name' }, dryRun: false }),
  'import stopImport': ({ import: importId }) => ({ importId }),
  'import undoWhole': ({ import: importId }) => ({ importId }),
  'inbox mark': ({ notification }) => ({ id: notification, read: true }),
  'inbox markAll': () => ({ until: new Date(0).toISOString() }),
  'jobs retry': ({ run }) => ({ id: run }),
  'jobs cancel': ({ run }) => ({ id: run }),
  'jobs replay': ({ run }) => ({ id: run, click: '018f0000-0000-7000-8000-00000000c11c' }),
  'models checkModels': () => ({ models: ['lead_scorer'], forceRetrain: true, why: 'test' }),
  'models saveSchedule': () => ({ model: 'lead_scorer', enabled: true, frequencyDays: 3, minNewSamples: 20, driftThreshold: 0.2 }),
  'models moveAlias': ({ modelVersion }) => ({ model: 'win_predictor', alias: 'shadow', version: modelVersion, why: 'test' }),
  'models rollBack': ({ modelVersion }) => ({ model: 'win_predictor', version: modelVersion, why: 'test' }),
  'models cancelTraining': ({ modelTraining }) => ({ id: modelTraining }),
  'prompts createVersion': ({ prompt }, mark) => ({ promptId: prompt, template: { system: mark, user: '{{context}}' }, config: {} }),
  'prompts moveLabel': ({ prompt, promptInUse, promptVersion }) => ({ promptId: prompt, label: 'production', from: promptInUse, to: promptVersion, reason: 'test' }),
  'prompts tryOnPastDeals': ({ promptVersion }) => ({ versionId: promptVersion, deals: 10 }),
  'prompts lookForImprovements': ({ prompt }) => ({ promptId: prompt }),
  'prompts cancelReplay': ({ replay }) => ({ id: replay }),
  'plans decide': ({ planItem, planHash }) => ({ id: planItem, decision: 'approve', changeHash: planHash }),
  'plans edit': ({ planItem, planHash }) => ({ id: planItem, changeHash: planHash, after: { enabled: true, settings: { percentile: 88 } } }),
  'plans revert': ({ applied }) => ({ id: applied }),
  'plans proposeRuleChange': () => ({ ruleKey: 'stalled', after: { enabled: true, settings: { percentile: 91 } }, why: 'It speaks in vain' }),
  'settings/keys create': (_office, mark) => ({ name: mark, role: 'admin' }),
  'settings/keys revoke': ({ apiKey }) => ({ id: apiKey }),
  'settings/learning setLearningSettings': () => ({ heldOutShare: 0.2, updateAfterLabels: 60, experimentHoldoutShare: 0.1, presentation: { order: 'confidence', wording: 'brief' } }),
  'settings/members change': ({ colleague, team }) => ({ id: colleague, role: 'manager', teamId: team }),
  'settings/members remove': ({ colleague }) => ({ id: colleague }),
  'settings/members invite': ({ team, member }, mark) => ({ email: `${mark}@people.test`, role: 'admin', teamId: team, memberId: member }),
  'settings/members revoke': ({ invitation }) => ({ id: invitation }),
  'settings/members resetLink': ({ colleague }) => ({ id: colleague }),
  'settings/notifications mute': () => ({ kind: 'deal_assigned', muted: true }),
  'settings/providers setModelSettings': () => ({ dailyBudgetUsd: 10_000 }),
  'settings/rules saveRule': () => ({ key: 'no_activity', enabled: false, settings: {} }),
  'settings/rules addOwnRule': (_office, mark) => ({ text: `Never ${mark}` }),
  'settings/rules changeOwnRule': ({ rule }, mark) => ({ id: rule, text: `Always ${mark}` }),
  'settings/rules removeOwnRule': ({ rule }) => ({ id: rule }),
  'settings/teams create': (_office, mark) => ({ name: `Team ${mark}` }),
  'settings/teams rename': ({ team }, mark) => ({ id: team, name: `Team ${mark}` }),
  'settings/teams remove': ({ team }) => ({ id: team }),
  'settings/teams setSight': () => ({ repSees: 'all' }),
  'settings/workspace change': (_office, mark) => ({ name: `Workspace ${mark}` }),
  'settings/workspace setRate': () => ({ currency: 'CHF', rate: 1.1, asOf: '2026-01-05', source: 'test' }),
  'settings/workspace dropRate': () => ({ currency: 'CHF' }),
  'settings/workspace removeSampleWorkspace': ({ slug }) => ({ confirmation: slug }),
  'settings/you rename': (_office, mark) => ({ name: `Person ${mark}` }),
  'settings/you setPassword': ({ password: present }) => ({ present, next: password }),
  'settings/you endSession': ({ session }) => ({ id: session }),
  'settings/you endOthers': () => ({}),
  'training lookAtExport': () => ({ format: 'trl' }),
  'training startExport': () => ({ format: 'trl' }),
  'training stopExport': ({ export: exportId }) => ({ id: exportId }),
  'training learnNow': (_office, mark) => ({ why: mark }),
  'invitation/[token] join': () => ({ token: NO_TOKEN, name: 'Nobody', password }),
  'invitation/[token] joinAsMyself': () => ({ token: NO_TOKEN }),
  'reset/[token] setNewPassword': () => ({ token: NO_TOKEN, password }),
  'set-up setUpInstallation': (_office, mark) => ({ name: 'Nobody', email: `${mark}@people.test`, password, workspace: { slug: mark, name: mark, currency: 'USD', timezone: 'UTC' } }),
};

/** Which records of a workspace the input of the action names. */
export function namedBy(action: string): Set<string> {
  const read = new Set<string>();
  INPUTS[action]?.(new Proxy({} as Office, { get: (_office, field) => void read.add(String(field)) }), '');
  for (const noId of ['slug', 'password', 'planHash']) read.delete(noId);
  return read;
}

/** The input as one tenant would give it, with one id or name of a version at a time exchanged for another tenant's. */
export function swaps(own: unknown, foreign: unknown): unknown[] {
  if (typeof own === 'string') return own === foreign || !/^([0-9a-f]{8}-[0-9a-f-]{27}|v_\d{8}_\d{6})$/.test(own) ? [] : [foreign];
  if (typeof own !== 'object' || own === null) return [];
  return Object.entries(own).flatMap(([field, value]) => swaps(value, (foreign as Record<string, unknown>)[field]).map((swapped) => ({ ...own, [field]: swapped })));
}
