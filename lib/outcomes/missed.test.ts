import { describe, expect, it } from 'vitest';
import { deal, mail, NO_NORMS, onDay, reply } from '@/lib/insights/testing/example-deals';
import { missedConditions } from './missed';

const known = { ruleSettings: {}, norms: NO_NORMS, rules: null };
/** They answered on day 5, we wrote on day 40, and it was lost on day 100. */
const quiet = deal({ outcome: 'lost', closedAt: onDay(100), expectedCloseAt: onDay(95), interactions: [reply(5), mail(40)] });
const keys = (named: string[] = [], history = quiet) => missedConditions(history, new Set(named), known).missed.map((m) => m.ruleKey);

describe('what was missed on a lost deal', () => {
  it('is what was present and not named, since when, with what is known of it here', () => {
    expect(keys()).toContain('no_activity');
    expect(keys(['no_activity'])).not.toContain('no_activity');
    const report = missedConditions(quiet, new Set(['no_activity']), known);
    expect(report.named).toEqual([{ ruleKey: 'no_activity', name: expect.any(String) as string }]);
    expect(report.looks).toEqual([1, 14, 30, 60]);
    const found = missedConditions(quiet, new Set(), known).missed.find((m) => m.ruleKey === 'no_activity')!;
    expect(found.daysBefore).toBe(30);
    expect(found.record).toBeTruthy();
    expect(found.fact).toMatch(/\.$/);
  });

  it('is nothing when everything was named, or when there was no day to look at', () => {
    expect(keys(keys())).toEqual([]);
    expect(missedConditions(deal({ outcome: 'lost', closedAt: onDay(0) }), new Set(), known)).toEqual({ missed: [], named: [], looks: [] });
  });

  it('does not know what came after the closing', () => {
    const late = { ...quiet, interactions: [...quiet.interactions, reply(101)] };
    expect(missedConditions(late, new Set(), known)).toEqual(missedConditions(quiet, new Set(), known));
  });
});
