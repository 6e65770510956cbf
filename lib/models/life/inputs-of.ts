/** What a version looks at, on the records that taught it and on those since. */
import { loadClosedHistories } from '@/lib/deals/load-histories';
import { leadIds, loadLeadHistories } from '@/lib/leads/load-lead-histories';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { FeatureSamples } from '../drift/feature-moves';
import { leadInputs } from '../leads/lead-inputs';
import { leadModel, type LeadModel } from '../leads/lead-model';
import { winModel } from '../schema';
import { winInputs } from '../win-inputs';
import type { ModelName } from './schema';
import { countClosedDeals } from './training-store';

/** Records since, below which nothing is read. */
const LEAST = 50;

/** Empty while there are too few since, and for models whose inputs nobody can read. */
export async function inputsOf(scope: Scope, model: ModelName, parameters: unknown): Promise<FeatureSamples[]> {
  if (model === 'lead_scorer') return ofLeads(scope, leadModel.parse(parameters));
  if (model !== 'win_predictor') return [];
  const version = winModel.parse(parameters);
  const { window } = version;
  if (window === null || (await transaction(scope, () => countClosedDeals(scope, new Date(window.to)))).later < LEAST) return [];
  return winInputs(await loadClosedHistories(scope), version, Date.now(), scope.workspaceId);
}

/** Of all leads, ended or not: facts are known before anything ends. The latest so many suffice. */
const MOST_LEADS = 20_000;

const ofLeads = async (scope: Scope, version: LeadModel): Promise<FeatureSamples[]> => leadInputs(await loadLeadHistories(scope, await leadIds(scope, { take: MOST_LEADS })), version, Date.now());
