/**
 * The variants that advice is made or shown under. One query finds the experiments that the deal, its account or the person who looks
 * may be in, and what they were given before; only who is exposed for the first time is drawn. Deals held out of advice
 * (lib/holdout) are in no experiment: nobody sees what is said of them.
 */
import { armOf } from '@/lib/holdout/arm-of';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { assignVariant } from './assign-variant';
import { dealAttributes, memberAttributes, ofUnit } from './deal-attributes';
import { readArms, readArmsOfDeals, readPayloads, type StoredArm, type Units, type What } from './product-store';
import { variantPayload, type Arm, type Attributes, type Subject, type Unit, type VariantPayload } from './schema';
import { pastOf } from './unit-past';

/** What takes effect in the product when advice is made, and when it is shown. */
export const madeBy = (task: string): What => ({ kinds: ['prompt', 'model', 'rule'] satisfies Subject['kind'][], task });
export const SHOWN: What = { kinds: ['presentation'] satisfies Subject['kind'][], task: null };
export const PRESENTATION = 'presentation';

export type Under = { arms: Arm[]; payloads: VariantPayload[] };
const NONE: Under = { arms: [], payloads: [] };
type DealUnits = { id: string; accountId: string | null };

/** The member who looks; a key and the background are nobody. */
export const viewerOf = ({ principal }: Scope): string | null => (principal.kind === 'member' ? principal.id : null);

type Given = StoredArm & { variantId: string; variant: string };
const isGiven = (row: StoredArm): row is Given => row.variantId !== null && row.variant !== null;

const under = (rows: readonly Given[]): Under => ({
  arms: rows.map(({ experimentId, variantId, variant, subject }) => ({ experimentId, variantId, variant, subject })),
  payloads: rows.map(({ payload }) => variantPayload.parse(payload)),
});

async function draw(scope: Scope, row: StoredArm, attributes: Attributes, now: Date): Promise<Given[]> {
  const pre = await pastOf(scope, row, now);
  const { variantId, variant, payload } = await assignVariant(scope, row.experimentId, { unitId: row.unitId, attributes: ofUnit(row.unit as Unit, attributes), ...(pre ? { pre } : {}) }, now);
  return variantId === null || variant === null ? [] : [{ ...row, variantId, variant, payload }];
}

/** Those given before, and those drawn now. `attributesOf` is asked once, and only if somebody is drawn. */
async function exposed(scope: Scope, rows: readonly StoredArm[], attributesOf: () => Promise<Attributes>, now: Date): Promise<Under> {
  let attributes: Attributes | null = null;
  const given: Given[] = [];
  for (const row of rows) {
    if (isGiven(row)) given.push(row);
    else if (row.status === 'running') given.push(...(await draw(scope, row, (attributes ??= await attributesOf()), now)));
  }
  return under(given);
}

/** The variants of this kind for a deal; who is new to an experiment is exposed by this. `viewer`: the member who looks, for experiments on people. */
export const armsOf = (anyScope: Scope, deal: DealUnits, what: What, viewer: string | null = null, now: Date = new Date()): Promise<Under> => {
  const scope = seeingAll(anyScope);
  return transaction(scope, async () => {
    const rows = await readArms(scope, unitsOf(deal, viewer), what);
    if (rows.length === 0 || (await armOf(scope, deal))?.arm === 'held_out') return NONE;
    return exposed(scope, rows, async () => ({ ...(await dealAttributes(scope, deal.id, now)), ...(viewer && rows.some(({ unit }) => unit === 'user') ? await memberAttributes(scope, viewer) : {}) }), now);
  });
};

const unitsOf = ({ id, accountId }: DealUnits, user: string | null): Units => ({ deal: id, account: accountId, user, message: null });

/** The variants for one request to a language task that is about no deal. Its id is the unit. */
export const armsOfRequest = (scope: Scope, requestId: string, task: string, now: Date = new Date()): Promise<Under> => transaction(scope, async () =>
  exposed(scope, await readArms(scope, { deal: null, account: null, user: null, message: requestId }, madeBy(task)), async () => ({}), now));

/** The same as `armsOf` without exposing anybody: what is in force for who was exposed before. */
export const armsInForce = (anyScope: Scope, deal: DealUnits, what: What, viewer: string | null = null): Promise<Under> => {
  const scope = seeingAll(anyScope);
  return transaction(scope, async () => under((await readArms(scope, unitsOf(deal, viewer), what)).filter(isGiven)));
};

/** What the variants say whose experiments still run: a stop counts at once, also for work that is under way. */
export const payloadsInForce = (scope: Scope, arms: readonly Arm[]): Promise<Map<string, VariantPayload>> => transaction(scope, async () =>
  new Map(arms.length === 0 ? [] : (await readPayloads(scope, arms.map(({ variantId }) => variantId))).map(({ variantId, payload }) => [variantId, variantPayload.parse(payload)])));

export type ArmSince = Arm & { exposedAt: Date };

/** By deal, every variant that it or its account is under: one query for all. */
export const armsByDeal = (scope: Scope, dealIds: readonly string[]): Promise<Map<string, ArmSince[]>> => transaction(scope, async () => {
  const byDeal = new Map<string, ArmSince[]>();
  for (const { dealId, ...arm } of await readArmsOfDeals(scope, dealIds)) byDeal.set(dealId, [...(byDeal.get(dealId) ?? []), arm]);
  return byDeal;
});
