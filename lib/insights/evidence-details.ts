/** Opens everything that these insights cite, from the contexts of their runs. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { InsightContext } from './context';
import { openEvidence, type OpenedEvidence } from './opened-evidence';
import { sourceKey } from './quotes';
import type { Insight } from './schema';
import { dealNames, runContexts, simulatedInteractions } from './store';

/** By run and `kind:id`: two runs may have seen the same thing differently. */
export type EvidenceDetails = {
  opened: Record<string, Record<string, OpenedEvidence>>;
  /** Cited deals that the caller may open; the others belong to colleagues. */
  visibleDeals: string[];
};

export const evidenceDetails = (scope: Scope, insights: readonly Pick<Insight, 'runId' | 'evidence'>[]): Promise<EvidenceDetails> => transaction(scope, async () => {
  const cited = new Map<string, Set<string>>();
  for (const { runId, evidence } of insights) {
    const keys = cited.get(runId) ?? new Set();
    for (const { kind, id } of evidence) keys.add(sourceKey(kind, id));
    cited.set(runId, keys);
  }
  const contexts = await runContexts(scope, [...cited.keys()]);
  const opened = new Map(contexts.map(({ id, context }) => [id, openEvidence(context as unknown as InsightContext, cited.get(id) ?? [])]));
  const all = [...opened.values()].flatMap((found) => [...found.values()]);
  const idsOf = (kind: OpenedEvidence['opened']) => [...new Set(all.filter((e) => e.opened === kind).map((e) => e.id))];
  const simulated = await simulatedInteractions(scope, idsOf('interaction'));
  const visible = await dealNames(scope, idsOf('deal'));
  return {
    opened: Object.fromEntries([...opened].map(([runId, found]) => [
      runId, Object.fromEntries([...found].map(([key, e]) => [key, e.opened === 'interaction' ? { ...e, simulated: simulated.has(e.id) } : e])),
    ])),
    visibleDeals: [...visible.keys()],
  };
});
