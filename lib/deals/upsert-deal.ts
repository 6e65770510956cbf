/** PUT by external id: creates or updates, relations by name; the same call twice is the same as once. */
import { accountNamed } from '@/lib/accounts/create-account';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid, notFound } from '@/lib/server/errors';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { createDeal } from './create-deal';
import { getDeal } from './get-deal';
import { moveStage } from './move-stage';
import type { Deal, DealUpsert, Stage } from './schema';
import { changeDeal, findDealByExternalId, listStages, memberNamed, productNamed } from './store';
import { updateDeal } from './update-deal';

const chosenStage = (stages: Stage[], input: DealUpsert): Stage | undefined => {
  if (input.stage !== undefined) {
    const wanted = input.stage.toLowerCase();
    const stage = stages.find((s) => s.name.toLowerCase() === wanted);
    if (!stage) throw invalid(`There is no stage "${input.stage}". Use one of: ${stages.map((s) => s.name).join(', ')}.`, [{ path: 'body.stage', message: 'unknown stage' }]);
    return stage;
  }
  return input.status === undefined ? undefined : stages.find((s) => s.kind === input.status);
};

/** An external id stands for one deal of the workspace: one that the caller does not see is neither changed nor made again. */
async function isOutOfSight(scope: Scope, externalId: string): Promise<boolean> {
  const wide = seeingAll(scope);
  return wide !== scope && (await transaction(wide, () => findDealByExternalId(wide, externalId))) !== null;
}

/** Creates or updates the deal. Throws not_found when it is there and out of the caller's sight. */
export async function upsertDeal(scope: Scope, externalId: string, input: DealUpsert): Promise<{ deal: Deal; created: boolean }> {
  return transaction(scope, async () => {
    const { account, product, owner, stage: _stage, status: _status, closedAt, closeReason, name, openedAt, ...fields } = input;
    const stage = chosenStage(await listStages(scope), input);
    const ownerId = owner ? await memberNamed(scope, owner) : owner;
    if (owner && !ownerId) throw invalid(`There is no member "${owner}". Use a name or e-mail from Settings, Members.`, [{ path: 'body.owner', message: 'unknown member' }]);
    const relations = {
      ...(account === undefined ? {} : { accountId: account && (await accountNamed(scope, account)) }),
      ...(product === undefined ? {} : { productId: product && (await productNamed(scope, product)) }),
      ...(ownerId === undefined ? {} : { ownerId }),
    };
    const known = await findDealByExternalId(scope, externalId);
    if (!known && (await isOutOfSight(scope, externalId))) throw notFound('deal');
    let deal: Deal;
    if (known) {
      const patch = { ...fields, ...relations, ...(name === undefined ? {} : { name }) };
      deal = Object.keys(patch).length > 0 ? await updateDeal(scope, known.id, patch) : known;
    } else {
      deal = await createDeal(scope, {
        ...fields, ...relations, name: name ?? externalId, ...(openedAt ? { openedAt } : {}), ...(stage?.kind === 'open' ? { stageId: stage.id } : {}),
      });
      await changeDeal(scope, deal.id, { externalId });
    }
    if (stage && stage.id !== deal.stage.id) {
      await moveStage(scope, deal.id, { stageId: stage.id, reason: closeReason ?? (stage.kind === 'open' ? null : 'not given'), closedAt });
    }
    return { deal: await getDeal(scope, deal.id), created: !known };
  });
}
