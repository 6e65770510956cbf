/** How ready the workspace's examples are for a fine-tune: of the whole workspace, as an export takes them; counts only. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { agreement } from '@/lib/stats/agreement';
import { createRng } from '@/lib/stats/rng';
import { checksOf, sentenceOf } from './judge-readiness';
import { voteOf } from './label';
import { countExamples, countSources, sharedRatings, type ExampleCount, type Rating } from './readiness-store';
import { SYSTEM } from './render';
import type { Readiness } from './schema';
import { costOf, tokensIn } from './tokens';

const MOST_SHARED = 1_000;

/** What three messages and the words around them cost beside their texts. */
const AROUND = tokensIn(SYSTEM) + 20;

function ratingsOf(rows: readonly Rating[]): (string | null)[][] {
  const people = [...new Set(rows.map(({ principal }) => principal))];
  const byInsight = new Map<string, (string | null)[]>();
  for (const row of rows) {
    const given = byInsight.get(row.insightId) ?? people.map(() => null);
    given[people.indexOf(row.principal)] = voteOf(row);
    byInsight.set(row.insightId, given);
  }
  return [...byInsight.values()];
}

function groupsOf(counts: readonly ExampleCount[]): Readiness['groups'] {
  const groups = new Map<string, Readiness['groups'][number]>();
  for (const { label, type, prompt, n } of counts) {
    if (label === null) continue;
    for (const [kind, name] of [['type', type], ['prompt', prompt]] as const) {
      const group = groups.get(`${kind} ${name}`) ?? { kind, name, good: 0, mixed: 0, bad: 0 };
      group[label] += n;
      groups.set(`${kind} ${name}`, group);
    }
  }
  const size = (g: Readiness['groups'][number]) => g.good + g.mixed + g.bad;
  return [...groups.values()].sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1));
}

export const getReadiness = (asked: Scope): Promise<Readiness> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const counts = await countExamples(scope);
    const { deals, ...sources } = await countSources(scope);
    const ratings = ratingsOf(await sharedRatings(scope, MOST_SHARED));
    const of = (label: string | null) => counts.filter((c) => c.label === label).reduce((sum, c) => sum + c.n, 0);
    const labels = { good: of('good'), mixed: of('mixed'), bad: of('bad') };
    const labelled = labels.good + labels.mixed + labels.bad;
    const agreed = agreement(ratings, createRng('agreement'));
    const tokens = Math.ceil(counts.filter((c) => c.label === 'good').reduce((sum, c) => sum + c.bytes / 4 + c.n * AROUND, 0));
    const checks = checksOf({ labelled, labels, deals, agreement: agreed });
    return {
      examples: counts.reduce((sum, c) => sum + c.n, 0), labelled, labels, deals, sources, groups: groupsOf(counts), agreement: agreed, checks,
      cost: { tokens, ...costOf('openai_chat', tokens) }, ...sentenceOf(checks),
    };
  });
};
