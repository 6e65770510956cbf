/** What lead scorers say of leads is noted once, the first time, the champion's beside that of whatever is on trial; a lead that has ended resolves it. See note-said.ts for deals. */
import type { LeadAsOf } from '@/lib/leads/history';
import type { Scope } from '@/lib/server/scope';
import type { LeadScorersAtWork } from '../leads/lead-champion';
import type { LeadScorer } from '../leads/lead-model';
import { insertPredictions, readSpoken, resolveLeads, type NewPrediction } from './prediction-store';
import type { Alias } from './schema';

/** Inside the transaction that scored these leads. */
export async function noteLeads(scope: Scope, { champion, challenger, shadow }: LeadScorersAtWork, open: readonly LeadAsOf[], ended: readonly string[], now: Date): Promise<void> {
  await resolveLeads(scope, [...ended, ...open.map(({ id }) => id)], now);
  if (open.length === 0) return;
  const onTrial = ([['challenger', challenger], ['shadow', shadow]] as const).flatMap(([role, scorer]): { role: Alias; scorer: LeadScorer }[] => (scorer ? [{ role, scorer }] : []));
  const spoken = await readSpoken(scope, 'lead_scorer', [champion, ...onTrial.map(({ scorer }) => scorer)].map(({ model }) => model.version), open.map(({ id }) => id));
  const silent = (scorer: LeadScorer): LeadAsOf[] => open.filter(({ id }) => !spoken.has(`${scorer.model.version} ${id}`));
  const asked = new Map([champion, ...onTrial.map(({ scorer }) => scorer)].flatMap(silent).map((lead) => [lead.id, lead]));
  if (asked.size === 0) return;
  const probabilities = (scorer: LeadScorer, leads: readonly LeadAsOf[]) => new Map(scorer.score(leads).map(({ probability }, i) => [leads[i]!.id, probability]));
  const championSays = probabilities(champion, [...asked.values()]), version = champion.model.version;
  const said = silent(champion).map(({ id }): NewPrediction => ({ version, subjectId: id, role: 'champion', probability: championSays.get(id)!, against: null, againstProbability: null }));
  for (const { role, scorer } of onTrial) {
    for (const [id, probability] of probabilities(scorer, silent(scorer))) said.push({ version: scorer.model.version, subjectId: id, role, probability, against: version, againstProbability: championSays.get(id)! });
  }
  await insertPredictions(scope, 'lead_scorer', said, now);
}
