/** The lead scorers that are at work in a workspace: the champion, whose scores are shown, and what is on trial beside it. */
import type { Scope } from '@/lib/server/scope';
import { servedBy, servingOf } from '../life/serving';
import { holdAliases, readParameters } from '../life/version-store';
import { leadScorer, type LeadScorer } from './lead-model';

const MODEL = 'lead_scorer';

/** Ready to score, by workspace and version: a version never changes, so this cannot go stale. */
const ready = new Map<string, LeadScorer>();
const KEPT = 50;

async function scorerOf(scope: Scope, version: string): Promise<LeadScorer> {
  const key = `${scope.workspaceId} ${version}`;
  const known = ready.get(key);
  if (known) return known;
  const scorer = leadScorer(await readParameters(scope, MODEL, version));
  if (ready.size >= KEPT) ready.clear();
  ready.set(key, scorer);
  return scorer;
}

export type LeadScorersAtWork = { champion: LeadScorer; challenger: LeadScorer | null; shadow: LeadScorer | null; /** The one whose score of this lead is shown. */ of: (leadId: string) => LeadScorer };

/** Null while nothing was learned yet. Kept so until the transaction ends: whoever moves an alias waits for what is being scored. Inside a transaction. */
export async function holdLeadScorers(scope: Scope): Promise<LeadScorersAtWork | null> {
  const now = servingOf(await holdAliases(scope, MODEL));
  if (!now) return null;
  const champion = await scorerOf(scope, now.champion);
  const challenger = now.challenger && await scorerOf(scope, now.challenger.version);
  const shadow = now.shadow === null ? null : await scorerOf(scope, now.shadow);
  return { champion, challenger, shadow, of: (leadId) => (challenger && servedBy(now, leadId) === challenger.model.version ? challenger : champion) };
}
