/**
 * What becomes of a newly trained version: in use at once where there is nothing to lose, on trial where it is surely better than the champion on the
 * same hold-out, kept without effect otherwise. The one gate that every training goes through.
 */
import type { z } from 'zod';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { versionId } from '../version-id';
import { holdingAliases, scoreAgain, tellMove } from './change-alias';
import { storedHoldout, toStore, type HeldOut } from './holdout';
import { comparePaired, LEAST_PAIRS } from './paired';
import type { AliasCause, Comparison, ModelName, trainingResult } from './schema';
import type { HoldoutRecord, Trained, Trainer } from './trainers';
import { hasVersion, insertVersion, readHoldout, readLearned, readMovesOf, readParameters } from './version-store';

/** A champion that learned from less than this share of what there is now gives way at once: an import came. */
const MUCH_MORE = 0.5;
/** One that learned from more than there is now, by this much, learned from records that are gone: an import was taken back. */
const GONE = 1.1;
/** Put there by somebody on purpose: nothing replaces it without a trial. */
const ON_PURPOSE: readonly AliasCause[] = ['rolled_back', 'auto_rolled_back', 'moved'];

export type Placed = { version: string; result: z.infer<typeof trainingResult> };

/** On records that the champion had not learned from; where these are too few, on those that neither kind of model had seen in its own hold-out. */
export function compareOnHoldout(version: string, champion: string, records: readonly HoldoutRecord[], championHoldout: ReadonlyMap<string, Pick<HeldOut, 'label' | 'loss'>>): Comparison {
  const unseen = records.flatMap(({ loss, championLoss }) => (championLoss === null ? [] : [[loss, championLoss] as const]));
  if (unseen.length >= LEAST_PAIRS) return comparePaired([version, champion], unseen, 'the same later');
  const shared = records.flatMap(({ subject, label, loss }) => {
    const of = championHoldout.get(subject);
    return of && of.label === label ? [[loss, of.loss] as const] : [];
  });
  return comparePaired([version, champion], shared.length >= LEAST_PAIRS ? shared : unseen, 'the same later');
}

/**
 * Stores the version and decides where it goes. `compared`: the champion that the hold-out knows of; when another one took over meanwhile nothing is replaced.
 * `rescore`: records are scored again when it is in use at once (whoever scores all of them anyway says no).
 */
export const placeVersion = (
  scope: Scope, trainer: Trainer, trained: Trained, { compared, seed, why, rescore }: { compared: string | null; seed: string; why: string; rescore: boolean },
): Promise<Placed> => transaction(scope, async () => {
  const { model } = trainer;
  const held = await holdingAliases(scope, model);
  const version = await freeName(scope, model, trained.parameters.version);
  const champion = held.of('champion');
  const learned = champion && await readLearned(scope, model, champion.version);
  const comparison = champion && compared === champion.version ? compareOnHoldout(version, champion.version, trained.holdout, storedHoldout(await readHoldout(scope, model, champion.version))) : null;
  await insertVersion(scope, model, {
    version, parameters: { ...trained.parameters, version }, metrics: trained.metrics, trainedOn: trained.n, window: trained.window, features: trained.features, seed, codeVersion: trainer.code,
    parent: champion?.version ?? null, comparison, holdout: toStore(trained.holdout), createdAt: new Date(),
  });
  const place = async (outcome: Placed['result']['outcome'], sentence: string): Promise<Placed> => {
    await audit(scope, { action: 'model.train', entityId: version, after: { model, version, trainedOn: trained.n, signal: trained.parameters.signal, outcome } });
    if (outcome === 'in_use' && rescore) await scoreAgain(scope, model, held.moves);
    if (outcome === 'on_trial') await tellMove(scope, model, held.moves, `${version} goes on trial`);
    return { version, result: { outcome, sentence } };
  };
  if (!champion || !learned) {
    await held.change({ alias: 'champion', version, cause: 'first', why });
    return place('in_use', 'The first version: in use at once.');
  }
  if (compared !== champion.version) return place('kept', `Another version became champion while this one was trained: ${version} changes nothing. Train again to compare the two.`);
  const [last] = await readMovesOf(scope, model, 'champion', 1);
  const onPurpose = last !== undefined && ON_PURPOSE.includes(last.cause);
  const atOnce = onPurpose ? null : nothingToLose(trainer.knows(await readParameters(scope, model, champion.version)), learned.trainedOn, trained.n);
  if (atOnce !== null) {
    for (const alias of ['challenger', 'shadow'] as const) await held.change({ alias, version: null, cause: 'stopped', why: `${version} was put in use: ${atOnce}` });
    await held.change({ alias: 'champion', version, cause: 'trained', why: `${why}: ${atOnce}`, evidence: comparison });
    return place('in_use', `In use at once: ${atOnce}.`);
  }
  const said = comparison?.sentence ?? '';
  if (comparison?.verdict !== 'better') return place('kept', `Not surely better than the champion, so it changes nothing. ${said}`);
  const trial = held.of('challenger') ?? held.of('shadow');
  if (trial) return place('kept', `${said} But ${trial.version} is being compared with the champion already: one at a time.`);
  await held.change({ alias: 'shadow', version, cause: 'trained', why: `${why}: better than the champion on later records`, evidence: comparison });
  return place('on_trial', `${said} It goes on trial: it scores unseen until enough outcomes are known.`);
});

/** Why a champion gives way without a trial; null when it does not. */
export function nothingToLose(knows: boolean, trainedOn: number, now: number): string | null {
  if (!knows) return 'the one before told records not apart';
  if (trainedOn < MUCH_MORE * now) return `the one before had learned from ${trainedOn.toLocaleString('en-US')} of the ${now.toLocaleString('en-US')} records there are now`;
  if (trainedOn > GONE * now) return `the one before had learned from ${trainedOn.toLocaleString('en-US')} records, of which ${now.toLocaleString('en-US')} are left`;
  return null;
}

/** Versions are called by the second; two that end together get two names. */
async function freeName(scope: Scope, model: ModelName, wanted: string): Promise<string> {
  let version = wanted;
  for (let at = timeOf(wanted); await hasVersion(scope, model, version);) version = versionId(at += 1000);
  return version;
}

const timeOf = (version: string): number => {
  const [, y, mo, d, h, mi, s] = /^v_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)$/.exec(version)!.map(Number);
  return Date.UTC(y!, mo! - 1, d, h, mi, s);
};
