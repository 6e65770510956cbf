/** Gives deals their vectors: in batches, each distinct content once, safe to repeat and to interrupt. */
import { v7 as uuidv7 } from 'uuid';
import { loadHistories } from '@/lib/deals/load-histories';
import type { Embedder, EmbeddingInput } from '@/lib/llm/embed';
import { contentHash } from '@/lib/llm/trace';
import { gatherStatistics } from '@/lib/server/db/gather-statistics';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { inputOfHistory } from './deal-input';
import type { EmbedReport } from './schema';
import { dealVersions, dealsWithoutVector, insertVectors, knownHashes, pointDeals, pointedDeals, removeOrphans, takeTurn } from './store';
import { vectorText } from './vector-text';

const BATCH = 500;
/** Deals looked through at a time for missing vectors. */
const PAGE = 2_000;
/** So many new vectors change what the query planner should know. */
const MANY = 1_000;

export type EmbedOptions = {
  embedder: Embedder;
  /** What is known of open deals is cut here; epoch milliseconds, the present unless said. */
  now?: number;
  signal?: AbortSignal;
  /** Called after each batch with the deals done so far. */
  onProgress?: (done: number) => void;
};

/**
 * Embeds these deals, or with 'missing' all that have no vector of the embedder's model or changed since they got it: new ones,
 * imported changes, and everyone after the model changed. Vectors that nothing points at any more are removed. Deals that do not exist are passed over.
 *
 * Never inside an open transaction: the model is asked between two short ones. Throws what the embedder throws, and
 * AppError invalid for a vector that cannot be stored; the batches before stay done.
 */
export async function embedDeals(scope: Scope, deals: readonly string[] | 'missing', options: EmbedOptions): Promise<EmbedReport> {
  const all = seeingAll(scope);
  const report: EmbedReport = { deals: 0, embedded: 0, reused: 0, orphansRemoved: 0 };
  for await (const ids of batchesOf(all, deals, options.embedder.model)) {
    options.signal?.throwIfAborted();
    const done = await embedBatch(all, ids, options);
    report.deals += done.deals;
    report.embedded += done.embedded;
    report.reused += done.reused;
    report.orphansRemoved += done.orphansRemoved;
    options.onProgress?.(report.deals);
    await letOthersIn();
  }
  // Deleted deals take their pointer with them and leave the vector.
  if (deals === 'missing') report.orphansRemoved += await removeOrphanVectors(all);
  if (report.deals >= MANY) await gatherStatistics();
  return report;
}

/** Removes every vector of the workspace that no deal points at (deals were deleted, or someone was erased). */
export const removeOrphanVectors = (scope: Scope): Promise<number> =>
  transaction(scope, async () => {
    await takeTurn(scope);
    return removeOrphans(scope, null);
  });

async function* batchesOf(scope: Scope, deals: readonly string[] | 'missing', model: string): AsyncGenerator<readonly string[]> {
  if (deals !== 'missing') return yield* split([...new Set(deals)]);
  for (let after: string | null = null; ;) {
    const { ids, last }: { ids: string[]; last: string | null } = await transaction(scope, () => dealsWithoutVector(scope, model, after, PAGE));
    if (last === null) return;
    // Many are new: they were just written, and whoever wrote them may not have told the planner.
    if (after === null && ids.length >= MANY) await gatherStatistics();
    yield* split(ids);
    after = last;
  }
}

function* split(ids: readonly string[]): Generator<readonly string[]> {
  for (let i = 0; i < ids.length; i += BATCH) yield ids.slice(i, i + BATCH);
}

async function embedBatch(scope: Scope, ids: readonly string[], { embedder, now = Date.now(), signal }: EmbedOptions): Promise<EmbedReport> {
  const inputs = new Map<string, EmbeddingInput>();
  const { settled, rows, known } = await transaction(scope, async () => {
    const versions = await dealVersions(scope, ids);
    const all = (await loadHistories(scope, ids)).flatMap((history) => {
      const version = versions.get(history.id);
      if (version === undefined) return [];
      const input = inputOfHistory(history, now);
      const hash = contentHash(input);
      inputs.set(hash, input);
      return [{ dealId: history.id, version, hash }];
    });
    // Most often nothing changed since the last time: then nothing is written and no turn taken.
    const pointed = await pointedDeals(scope, embedder.model, all);
    const rest = all.filter((row) => !pointed.has(row.dealId));
    return { settled: pointed.size, rows: rest, known: rest.length === 0 ? new Set<string>() : await knownHashes(scope, embedder.model, rest.map((row) => row.hash)) };
  });
  if (rows.length === 0) return { deals: settled, embedded: 0, reused: settled, orphansRemoved: 0 };
  const wanted = new Set(rows.map((row) => row.hash));
  const missing = [...inputs].filter(([hash]) => wanted.has(hash) && !known.has(hash));
  const vectors = missing.length === 0 ? [] : await embedder.embed(missing.map(([, input]) => input), signal ? { signal } : {});
  const fresh = missing.map(([hash], i) => ({ id: uuidv7(), hash, vector: vectorText(vectors[i] ?? new Float32Array()) }));
  const { orphansRemoved, unpointed } = await transaction(scope, async () => {
    await takeTurn(scope);
    if (fresh.length > 0) await insertVectors(scope, embedder.model, fresh);
    const { left, pointed } = await pointDeals(scope, embedder.model, rows);
    const done = new Set(pointed);
    return { orphansRemoved: await removeOrphans(scope, left), unpointed: rows.filter((row) => known.has(row.hash) && !done.has(row.dealId)).map((row) => row.dealId) };
  });
  const deals = settled + rows.length - unpointed.length;
  const report = { deals, embedded: fresh.length, reused: deals - fresh.length, orphansRemoved };
  // A known vector was removed as an orphan between the two transactions: embed those deals as new ones. Deals deleted meanwhile drop out in the loading.
  const again = unpointed.length > 0 ? await embedBatch(scope, unpointed, { embedder, now, ...(signal ? { signal } : {}) }) : null;
  return again
    ? { deals: report.deals + again.deals, embedded: report.embedded + again.embedded, reused: report.reused + again.reused, orphansRemoved: report.orphansRemoved + again.orphansRemoved }
    : report;
}
