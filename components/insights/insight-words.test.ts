import { describe, expect, it } from 'vitest';
import type { EvidenceKind } from '@/lib/insights/schema';
import { answerWords, dueDay, evidenceGroups, timeToAction } from './insight-words';
import { answerOf, withAnswer } from './queries';

const cited = (kind: EvidenceKind, id: string, title = id) => ({ kind, id, title, quote: 'q', resolved: true });

describe('the parts of an insight', () => {
  it('groups what is many and names what is one', () => {
    const groups = evidenceGroups([cited('deal', 'a'), cited('rule', 'ghosted', 'Ghosted'), cited('deal', 'b'), cited('field', 'amount', 'Amount'), cited('interaction', 'm'), cited('rule', 'stalled', 'Stalled')]);
    expect(groups.map((g) => [g.label, g.items.length])).toEqual([['2 similar deals', 2], ['record: Ghosted', 1], ['Amount', 1], ['1 message', 1], ['record: Stalled', 1]]);
  });

  it('counts the due day from the advice', () => {
    expect(dueDay('2026-06-20T12:00:00.000Z', 3)).toBe('2026-06-23T12:00:00.000Z');
  });

  it('says how long it took to act', () => {
    const seen = '2026-06-20T12:00:00.000Z';
    expect(['2026-06-20T12:30:00.000Z', '2026-06-21T09:00:00.000Z', '2026-06-21T13:00:00.000Z', '2026-06-25T12:00:00.000Z'].map((at) => timeToAction(seen, at)))
      .toEqual(['acted within the hour', 'acted within the day', 'acted after 1 day', 'acted after 5 days']);
  });

  it('says what changed', () => {
    expect(answerWords({}, { accuracy: 'inaccurate' })).toBe('Marked as inaccurate');
    expect(answerWords({}, { kind: 'helpful' })).toBe('Marked as helpful');
    expect(answerWords({ kind: 'helpful', dismissed: false }, { kind: 'helpful', dismissed: true })).toBe('Dismissed');
    expect(answerWords({ kind: 'helpful' }, { kind: null })).toBe('Answer withdrawn');
    expect(answerWords({}, { actedOn: { action: 'called' } })).toBe('Noted what you did');
  });
});

type Answered = Parameters<typeof withAnswer>[0];
const insight = { id: 'i', disposition: 'open', answer: null } as Answered;

describe('an answer on the screen before it is stored', () => {
  const at = '2026-06-20T12:00:00.000Z';

  it('stands at once, whole, and can be put back', () => {
    const dismissed = withAnswer(insight, { kind: 'helpful', dismissed: true }, at);
    expect([dismissed.disposition, dismissed.answer?.kind]).toEqual(['dismissed', 'helpful']);
    expect(withAnswer(dismissed, answerOf(insight), at).disposition).toBe('open');
  });

  it('does not undo what somebody else did', () => {
    const acted = { ...insight, disposition: 'acted_on' } as Answered;
    expect(withAnswer(acted, { kind: 'helpful' }, at).disposition).toBe('acted_on');
  });
});
