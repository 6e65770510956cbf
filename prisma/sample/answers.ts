/** What the sample's people did with a past insight: seen, opened, answered, acted on, dismissed. Pure; drawn from a seed under the effects of planted-answers.ts. */
import { DAY } from '@/lib/deals/history';
import { createRng, type Rng } from '@/lib/stats/rng';
import { between, chance, pick } from './draw';
import { ACTED_ON, COPIES, HABITS, HELPFUL, UNWANTED } from './planted-answers';

export type Person = { id: string; name: string };
export type AnsweredInsight = {
  /** The same in every installation: what the draws depend on. */
  key: string;
  /** The rule it comes from, if any. */
  ruleKey: string | null;
  severity: 'low' | 'medium' | 'high';
  /** Whether what it predicted came true; null where nobody can say yet. */
  right: boolean | null;
  actions: readonly { type: string; title: string }[];
  /** When it was made, and when the deal closed or now: nobody does anything later. Epoch milliseconds. */
  at: number;
  until: number;
  owner: Person;
  /** A colleague who may have been asked too. */
  colleague: Person | null;
};
export type Kind = 'helpful' | 'not_helpful' | 'incorrect';
export type Answer = {
  person: Person; at: number;
  kind: Kind | null; stars: number | null; accuracy: 'accurate' | 'inaccurate' | null; text: string | null;
  actedOn: { action: string; type: string; note: string | null } | null; actedAt: number | null;
  dismissedAt: number | null;
};
export type Signal = { person: Person; kind: 'seen' | 'expanded' | 'copied'; at: number };
export type Reaction = { shownAt: number | null; signals: Signal[]; answers: Answer[]; disposition: 'open' | 'acted_on' | 'dismissed' };

const HOUR = DAY / 24;
const TEXTS: Record<Kind, readonly string[]> = {
  helpful: ['Good catch, I had lost sight of this.', 'Used this in my call plan.', 'Right point at the right time.'],
  not_helpful: ['I knew this already.', 'True, but there is nothing to do about it this quarter.', 'Too general for this account.'],
  incorrect: ['We talked on the phone, it is not in the system.', 'This is not how the buyer sees it.', 'The date was agreed with them.'],
};
const NOTES = ['Done, waiting for their answer.', 'Went well, next step agreed.', 'Took two attempts.'];

const odds = (p: number): number => p / (1 - p);

/** Chance that an answer is helpful; `month` counts from the first month of the past that is told. */
export function helpfulChance({ right, ruleKey }: Pick<AnsweredInsight, 'right' | 'ruleKey'>, month: number): number {
  const o = odds(HELPFUL.amongOthers) * (right ? HELPFUL.oddsRatioRight : 1) * (ruleKey === UNWANTED.ruleKey ? UNWANTED.oddsRatio : 1) * HELPFUL.oddsPerMonth ** month;
  return o / (1 + o);
}

/** `month` as above. The deal's end decides nothing here but `right`. */
export function reactTo(insight: AnsweredInsight, month: number, seed: string): Reaction {
  const rng = createRng(`${seed}:${insight.key}`);
  const { at, until, owner, colleague } = insight;
  const shownAt = Math.min(at + between(rng, 1, 30) * HOUR, until - 1);
  if (!chance(rng, HABITS.seen) || shownAt <= at) return { shownAt: null, signals: [], answers: [], disposition: 'open' };
  const soon = (most: number): number => Math.min(shownAt + between(rng, 0.02, most) * DAY, until - 1);
  const signals: Signal[] = [{ person: owner, kind: 'seen', at: shownAt }];
  if (chance(rng, HABITS.expanded)) signals.push({ person: owner, kind: 'expanded', at: shownAt });
  if (chance(rng, HABITS.copied)) signals.push({ person: owner, kind: 'copied', at: shownAt });
  const again = shownAt + Math.ceil(between(rng, 0, 5)) * DAY;
  if (chance(rng, HABITS.seenAgain) && again < until) signals.push({ person: owner, kind: 'seen', at: again });

  const opinion = opinionOf(insight, month, rng);
  const acted = actionOf(insight, shownAt, rng);
  const own: Answer = { person: owner, at: soon(2), ...(chance(rng, HABITS.answered) ? opinion : NO_OPINION), actedOn: acted?.actedOn ?? null, actedAt: acted?.at ?? null, dismissedAt: null };
  if (acted) own.at = Math.max(own.at, acted.at);
  if (!acted && chance(rng, own.kind === 'not_helpful' || own.kind === 'incorrect' ? HABITS.dismissedAgainst : HABITS.dismissedElse)) own.dismissedAt = own.at;
  const answers = own.kind || own.actedOn || own.dismissedAt ? [own] : [];
  const second = own.kind && colleague && chance(rng, HABITS.secondOpinion) ? secondOpinion(insight, month, own, rng) : null;
  if (second && colleague) {
    const when = soon(4);
    answers.push({ person: colleague, at: when, ...second, actedOn: null, actedAt: null, dismissedAt: null });
    signals.push({ person: colleague, kind: 'seen', at: when });
  }
  return { shownAt, signals, answers, disposition: own.actedOn ? 'acted_on' : own.dismissedAt ? 'dismissed' : 'open' };
}

type Opinion = Pick<Answer, 'kind' | 'stars' | 'accuracy' | 'text'>;
const NO_OPINION: Opinion = { kind: null, stars: null, accuracy: null, text: null };

function opinionOf(insight: AnsweredInsight, month: number, rng: Rng): Opinion {
  const helpful = chance(rng, helpfulChance(insight, month));
  const kind: Kind = helpful ? 'helpful' : chance(rng, insight.right === false ? HABITS.incorrectWhenWrong : HABITS.incorrectElse) ? 'incorrect' : 'not_helpful';
  return {
    kind,
    stars: chance(rng, HABITS.stars) ? (helpful ? pick(rng, [4, 4, 5]) : pick(rng, [1, 2, 2, 3])) : null,
    accuracy: chance(rng, HABITS.accuracy) ? (kind === 'incorrect' ? 'inaccurate' : 'accurate') : null,
    text: chance(rng, HABITS.text) ? pick(rng, TEXTS[kind]) : null,
  };
}

/** The same kind with the planted chance, otherwise drawn anew from the same odds; the rest is their own. */
function secondOpinion(insight: AnsweredInsight, month: number, { kind }: Answer, rng: Rng): Opinion {
  const own = opinionOf(insight, month, rng);
  return chance(rng, COPIES.share) ? { ...NO_OPINION, kind } : { ...own, text: null };
}

function actionOf({ severity, actions, until }: AnsweredInsight, shownAt: number, rng: Rng): { actedOn: NonNullable<Answer['actedOn']>; at: number } | null {
  const wants = chance(rng, ACTED_ON[severity]);
  const at = shownAt + between(rng, 0.1, 7) * DAY;
  if (!wants || actions.length === 0 || at >= until) return null;
  const { title, type } = pick(rng, actions);
  return { actedOn: { action: title, type, note: chance(rng, 0.3) ? pick(rng, NOTES) : null }, at };
}
