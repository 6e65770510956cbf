/** An insight's parts in words, tones and groups. Pure. */
import type { Tone } from '@/components/ui/tone';
import type { EvidenceKind, Insight, Provider, Severity } from '@/lib/insights/schema';
import type { Accuracy, FeedbackAnswer, FeedbackKind } from '@/lib/feedback/schema';

export const TYPE_WORDS: Record<Insight['type'], string> = { risk: 'Risk', opportunity: 'Opportunity', next_action: 'Next action', forecast: 'Forecast' };
export const TYPE_TONES: Record<Insight['type'], Tone> = { risk: 'risk', opportunity: 'opportunity', next_action: 'action', forecast: 'forecast' };
export const SEVERITY_WORDS: Record<Severity, string> = { high: 'strong', medium: 'moderate', low: 'slight' };
export const ACCURACY_WORDS: Record<Accuracy, string> = { accurate: 'Accurate', inaccurate: 'Inaccurate' };
export const KIND_WORDS: Record<FeedbackKind, string> = { helpful: 'Helpful', not_helpful: 'Not helpful', incorrect: 'Incorrect' };

const PROVIDERS: Record<Provider, string> = { anthropic: 'Claude', openai: 'GPT', builtin: 'Built-in analyst' };

/** Who said it: "built-in analyst", or the model with the version of its prompt. */
export const providerWords = ({ provider, model, promptVersion }: Pick<Insight, 'provider' | 'model' | 'promptVersion'>): string =>
  provider === 'builtin' ? 'built-in analyst' : `${model}, prompt ${promptVersion}`;

export const providerName = (provider: string): string => PROVIDERS[provider as Provider] ?? provider;

/** How long somebody took from having it before their eyes to doing something: "acted within the hour", "acted after 3 days". */
export function timeToAction(shownAt: string, actedAt: string): string {
  const hours = (Date.parse(actedAt) - Date.parse(shownAt)) / 3_600_000;
  if (hours < 1) return 'acted within the hour';
  if (hours < 24) return 'acted within the day';
  const whole = Math.round(hours / 24);
  return `acted after ${whole} ${whole === 1 ? 'day' : 'days'}`;
}

type Cited = Insight['evidence'][number];
export interface EvidenceGroup { kind: EvidenceKind; label: string; items: readonly Cited[] }

const PLURAL: Partial<Record<EvidenceKind, [one: string, many: string]>> = { deal: ['similar deal', 'similar deals'], interaction: ['message', 'messages'], field: ['field', 'fields'] };
const NAMED: Partial<Record<EvidenceKind, string>> = { rule: 'record', pattern: 'what preceded wins', practice: 'practice' };

/** The chips under an insight: many deals, messages or fields are one chip, each rule its own. In the order in which they are first cited. */
export function evidenceGroups(evidence: readonly Cited[]): EvidenceGroup[] {
  const groups = new Map<string, Cited[]>();
  for (const item of evidence) {
    const key = PLURAL[item.kind] ? item.kind : `${item.kind}:${item.id}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].map((items) => {
    const { kind, title } = items[0]!;
    const counted = PLURAL[kind];
    const label = !counted ? (kind === 'rule' ? `record: ${title}` : (NAMED[kind] ?? title)) : items.length === 1 && kind === 'field' ? title : `${items.length} ${counted[items.length === 1 ? 0 : 1]}`;
    return { kind, label, items };
  });
}

export const citationKey = ({ kind, id }: Pick<Cited, 'kind' | 'id'>): string => `${kind}:${id}`;

/** The day by which an action is due (ISO), counted from when it was advised. */
export const dueDay = (createdAt: string, dueInDays: number): string => new Date(Date.parse(createdAt) + dueInDays * 86_400_000).toISOString();

/** What the toast says of a change of answer. */
export function answerWords(before: FeedbackAnswer, after: FeedbackAnswer): string {
  if (after.actedOn && !before.actedOn) return 'Noted what you did';
  if (!after.actedOn && before.actedOn) return 'No longer marked as done';
  if (after.dismissed !== before.dismissed) return after.dismissed ? 'Dismissed' : 'Back among the insights';
  if (after.kind && after.kind !== before.kind) return `Marked as ${KIND_WORDS[after.kind].toLowerCase()}`;
  if (after.accuracy && after.accuracy !== before.accuracy) return `Marked as ${ACCURACY_WORDS[after.accuracy].toLowerCase()}`;
  if (after.stars !== before.stars || after.text !== before.text) return 'Thank you, your words are kept';
  return 'Answer withdrawn';
}
