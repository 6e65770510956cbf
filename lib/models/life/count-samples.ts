/** How much there is that a model could learn from, how much of it is new, and why it cannot be trained where it cannot. */
import { MOST_CLOSED } from '@/lib/deals/load-histories';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { MIN_CLOSED } from '../win-signal';
import { MODELS, type ModelName, type Samples } from './schema';
import { countClosedDeals, countMessages } from './training-store';
import { trainerOf } from './trainers';
import { readAliases, readLearned, type Learned } from './version-store';

/** Texts of each label that a classifier of its own needs. */
const LEAST_TEXTS = 200;
const LEAST_MESSAGES = 200;

const counted = (n: number): string => n.toLocaleString('en-US');

/** What the champion of a model learned from; null without one. */
const championLearned = async (scope: Scope, model: ModelName): Promise<Learned | null> => {
  const champion = (await readAliases(scope, model)).find(({ alias }) => alias === 'champion');
  return champion ? readLearned(scope, model, champion.version) : null;
};

async function ofDeals(scope: Scope): Promise<Samples> {
  const learned = await championLearned(scope, 'win_predictor');
  const { now, later } = await countClosedDeals(scope, learned?.windowTo ?? null);
  // Past deals may come in late, by an import: then there are more, though none closed later.
  const fresh = Math.max(later, Math.min(now, MOST_CLOSED) - (learned?.trainedOn ?? 0), 0);
  return { now, fresh, least: MIN_CLOSED, trainable: true, why: now < MIN_CLOSED ? `Until ${MIN_CLOSED} deals have closed (now ${counted(now)}) it says the win rate of every deal.` : null };
}

/** Of a model that nothing trains yet: the sentence says what is there. */
const untrained = (now: number, least: number, why: string): Samples => ({ now, fresh: now, least, trainable: false, why });

async function ofMessages(scope: Scope): Promise<Samples> {
  const { sent, answered } = await countMessages(scope);
  return untrained(sent, LEAST_MESSAGES, sent < LEAST_MESSAGES
    ? `${counted(sent)} messages sent, ${counted(answered)} answers: at least ${LEAST_MESSAGES} messages are needed to learn who answers.`
    : `${counted(sent)} messages sent, ${counted(answered)} answers: nothing learns from them yet.`);
}

/** Why it can be trained, or not, as of now. Counts the whole workspace, whoever asks. */
export const countSamples = (asked: Scope, model: ModelName): Promise<Samples> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    if (model === 'win_predictor') return ofDeals(scope);
    const trainer = trainerOf(model);
    if (trainer) {
      const now = await trainer.count(scope);
      const learned = await championLearned(scope, model);
      return { now, fresh: Math.max(0, now - (learned?.trainedOn ?? 0)), least: trainer.least, trainable: now >= trainer.least, why: now < trainer.least ? `${counted(now)} ${MODELS[model].learnsFrom}, ${counted(trainer.least)} are needed.` : null };
    }
    if (model === 'engagement_predictor') return ofMessages(scope);
    return untrained(0, LEAST_TEXTS, `No text has been labelled yet: 0 of ${LEAST_TEXTS} ${MODELS[model].learnsFrom}.`);
  });
};
