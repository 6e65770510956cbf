/**
 * What is believed of an analyst's answer, whoever wrote it: text is cleaned and capped, citations resolve or go, claims
 * are dated ahead, repeats fall together, and the win model's probability is the one shown.
 */
import { DAY } from '@/lib/deals/history';
import type { InsightContext } from '@/lib/insights/context';
import { plain } from '@/lib/insights/plain';
import { sourceKey, sources, type Source } from '@/lib/insights/quotes';
import { isRuleKey } from '@/lib/insights/rules/catalogue';
import { draftInsight, type DraftInsight, type Evidence, type StoredPrediction } from '@/lib/insights/schema';
import { isoDay, percent } from '@/lib/insights/words';

export type ResolvedEvidence = Evidence & { title: string; resolved: true };
export type ValidInsight = Omit<DraftInsight, 'evidence' | 'prediction'> & { evidence: ResolvedEvidence[]; prediction: StoredPrediction; dedupeKey: string };
export type Dropped = { draft: unknown; reason: string };
/** A citation that resolves nowhere is a defect of whoever wrote it: it goes, and is counted. */
export type Unresolved = { title: string; citation: string };
export type Validated = { kept: ValidInsight[]; dropped: Dropped[]; unresolved: Unresolved[] };

const FARTHEST = 731 * DAY;
/** Caps of the schema, applied by cutting: a sentence too long is no reason to lose an insight. */
const CAPS: Record<string, number> = { title: 120, body: 1200, statement: 300, rightIf: 300, wrongIf: 300, quote: 240, why: 600, owner: 80 };
const ACTION_TITLE = 200;

/** Strings cleaned and cut by the name of their key; ids are left alone, they must match exactly. */
function cleaned(value: unknown, key = '', within = ''): unknown {
  if (typeof value === 'string') return Object.hasOwn(CAPS, key) ? plain(value, key === 'title' && within === 'actions' ? ACTION_TITLE : (CAPS[key] ?? 120)) : value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, key, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, cleaned(v, name, within)]));
}

const STOP = new Set(['a', 'an', 'the', 'is', 'are', 'was', 'has', 'have', 'this', 'that', 'deal', 'for', 'of', 'in', 'on', 'to', 'and', 'with', 'at', 'by', 'after', 'since', 'day', 'days', 'week', 'weeks', 'month', 'months']);

/** The words of a title that carry it, sorted: numbers and small words change from run to run. */
const gist = (title: string): string =>
  [...new Set(title.toLowerCase().split(/[^\p{L}]+/u).filter((word) => word && !STOP.has(word)))].sort().join('-').slice(0, 160);

/** Equal for insights that say the same, so that a new one is merged into the open one. */
export function dedupeKey(draft: Pick<DraftInsight, 'type' | 'title' | 'ruleKey' | 'actions'>): string {
  if (draft.type === 'forecast') return 'forecast';
  const action = draft.actions[0];
  if (draft.type === 'next_action' && action) return `next_action:${action.type}${action.type === 'other' ? `:${gist(action.title)}` : ''}`;
  return `${draft.type}:${draft.ruleKey ?? gist(draft.title)}`;
}

function resolve(evidence: readonly Evidence[], known: ReadonlyMap<string, Source>): ResolvedEvidence[] {
  const found = evidence.flatMap((e) => {
    const source = known.get(sourceKey(e.kind, e.id));
    return source ? [{ ...e, quote: e.quote || source.fact, title: source.title, resolved: true as const }] : [];
  });
  return [...new Map(found.map((e) => [sourceKey(e.kind, e.id), e])).values()];
}

/** The rule behind a draft: the one it names if that holds here, else the only one it cites. */
function ruleBehind(draft: DraftInsight, context: InsightContext): string | null {
  const holding = new Set<string>(context.rules.map((f) => f.ruleKey));
  if (draft.ruleKey !== null && holding.has(draft.ruleKey)) return draft.ruleKey;
  const cited = [...new Set(draft.evidence.flatMap((e) => (e.kind === 'rule' && isRuleKey(e.id) && holding.has(e.id) ? [e.id] : [])))];
  return cited.length === 1 ? (cited[0] ?? null) : null;
}

/** The model's number is shown; the analyst's view and the difference are kept, and said where they differ by a point or more. */
function reconcile(draft: DraftInsight, model: number): { prediction: StoredPrediction; body: string; confidence: number } {
  const { prediction, body } = draft;
  const analyst = prediction.probability;
  if (draft.type !== 'forecast') return { prediction: { ...prediction, probability: null, reconciled: null }, body, confidence: draft.confidence };
  const claim = model >= 0.5 ? 'won' : 'lost';
  const test = claim === prediction.claim ? prediction : { ...prediction, claim, rightIf: `it closes as ${claim}`, wrongIf: `it closes as ${claim === 'won' ? 'lost' : 'won'}` } as const;
  const differs = analyst !== null && Math.abs(analyst - model) >= 0.01;
  const note = differs ? `Shown is the win model's ${percent(model)}; the analyst said ${percent(analyst)}.` : '';
  return {
    prediction: {
      ...test, statement: `${percent(model)} likely to be won`, probability: model,
      reconciled: analyst === null ? null : { model, analyst, difference: analyst - model },
    },
    body: note ? `${plain(body, 1200 - note.length - 1)} ${note}` : body,
    confidence: Math.max(model, 1 - model),
  };
}

/** Drafts as an analyst gave them; nothing about them is trusted, not even their shape. */
export function validateDrafts(drafts: readonly unknown[], context: InsightContext): Validated {
  const known = sources(context);
  const today = isoDay(context.now);
  const latest = isoDay(context.now + FARTHEST);
  const kept = new Map<string, ValidInsight>();
  const dropped: Dropped[] = [];
  const unresolved: Unresolved[] = [];
  for (const raw of drafts) {
    const drop = (reason: string) => dropped.push({ draft: raw, reason });
    const parsed = draftInsight.safeParse(cleaned(raw));
    if (!parsed.success) {
      drop(`not an insight: ${parsed.error.issues.slice(0, 3).map((i) => `${i.path.join('.') || 'answer'}: ${i.message}`).join('; ')}`);
      continue;
    }
    const draft = { ...parsed.data, ruleKey: ruleBehind(parsed.data, context) };
    const evidence = resolve(draft.evidence, known);
    for (const { kind, id } of draft.evidence) if (!known.has(sourceKey(kind, id))) unresolved.push({ title: draft.title, citation: plain(sourceKey(kind, id), 120) });
    if (evidence.length === 0) { drop('none of its citations resolves inside the context'); continue; }
    if (draft.prediction.by < today) { drop(`its prediction was due ${draft.prediction.by}, before today`); continue; }
    if (draft.prediction.by > latest) { drop(`its prediction is due ${draft.prediction.by}, too far ahead to be held to`); continue; }
    if (draft.type === 'forecast' && draft.prediction.claim !== 'won' && draft.prediction.claim !== 'lost') { drop('a forecast must claim won or lost'); continue; }
    const key = dedupeKey(draft);
    const first = kept.get(key);
    if (first) {
      first.evidence = resolve([...first.evidence, ...evidence], known).slice(0, 12);
      drop(`says the same as “${first.title}”; its evidence was added there`);
      continue;
    }
    kept.set(key, { ...draft, ...reconcile(draft, context.score.probability), evidence, dedupeKey: key });
  }
  return { kept: [...kept.values()], dropped, unresolved };
}
