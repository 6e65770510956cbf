/**
 * The context as a prompt for language models. Everything from the database is data: cleaned of invisible characters, on
 * one line, cut, escaped, and inside an element that no text can close (lib/llm/prompt.ts). Ids are given so that they
 * can be cited.
 */
import { element, escapeText, lines, ours, type Escaped } from '@/lib/llm/prompt';
import type { InsightContext } from '@/lib/insights/context';
import { plain } from '@/lib/insights/plain';
import { sources } from '@/lib/insights/quotes';
import { isoDay, money, percent } from '@/lib/insights/words';

const LIMIT = { note: 1_200, text: 400, name: 120 } as const;
const data = (text: string | null | undefined, limit: number): Escaped => escapeText(plain(text ?? '', limit), limit);

const group = (tag: string, items: readonly Escaped[]): Escaped =>
  items.length === 0 ? element(tag, {}, ours('none')) : element(tag, {}, ours(`\n${lines(items)}\n`));

/** The prompt's data part. Same context, same text. */
export function renderContext(context: InsightContext): Escaped {
  const { deal, score } = context;
  const known = [...sources(context).values()];
  const cited = new Set(context.rules.flatMap((f) => f.facts.flatMap((fact) => fact.evidence)).flatMap((e) => (e.kind === 'interaction' ? [e.id] : [])));
  // Recent interactions in full; older ones that a rule cites with their quote.
  const shown = context.interactions;
  const shownIds = new Set(shown.map((i) => i.id));
  const older = known.filter((s) => s.kind === 'interaction' && cited.has(s.id) && !shownIds.has(s.id));
  return lines([
    element('today', {}, escapeText(isoDay(context.now))),
    group('deal', known.filter((s) => s.kind === 'field').map((s) => element('field', { id: s.id }, data(s.fact, LIMIT.text)))),
    group('contacts', deal.contacts.map((c) => element('contact', { title: plain(c.jobTitle ?? '', LIMIT.name), role: c.buyingRole }, data(c.name, LIMIT.name)))),
    group('interactions', [
      ...shown.map((i) => element('interaction', { id: i.id, on: isoDay(i.at), kind: i.kind, direction: i.direction }, data([i.subject, i.text].filter(Boolean).join(': '), LIMIT.note))),
      ...older.map((s) => element('interaction', { id: s.id }, data(s.fact, LIMIT.text))),
    ]),
    group('similar_deals', context.similar.map((s) =>
      element('similar_deal', { id: s.id, outcome: s.outcome, similarity: percent(s.similarity), days_open: Math.round(s.daysOpen), closed: isoDay(s.closedAt) },
        data(`${plain(s.name, LIMIT.name)}; account ${plain(s.account ?? 'unknown', LIMIT.name)}; product ${plain(s.product ?? 'unknown', LIMIT.name)}; ${s.amount === null ? 'no amount' : money(s.amount, context.currency)}; ${s.reasons.join(', ')}`, LIMIT.note)))),
    group('rules', context.rules.map((f) =>
      element('rule', { id: f.ruleKey, polarity: f.polarity, muted: f.muted ? 'yes' : 'no' }, data(`${f.title}. ${f.facts.map((fact) => fact.text).join(' ')} ${f.record}`, LIMIT.note)))),
    group('workspace_rules', context.workspaceRules.map((r) => element('rule', { id: r.id }, data(r.text, LIMIT.text)))),
    group('patterns', known.filter((s) => s.kind === 'pattern').map((s) => element('pattern', { id: s.id }, data(s.fact, LIMIT.text)))),
    group('practices', context.practices.map((p) => element('practice', { id: p.id }, data(p.text, LIMIT.text)))),
    element('win_model', { probability: percent(score.probability), low: percent(score.low), high: percent(score.high), base_rate: percent(score.baseRate), closed_deals: score.n, signal: score.signal },
      data(score.drivers.map((d) => `${d.direction} ${plain(d.value, LIMIT.name)}`).join('; '), LIMIT.note)),
  ]);
}
