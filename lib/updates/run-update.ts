/**
 * The workspace learns anew, in parts that a job's steps call: the request is marked as running, the refresh's own parts follow
 * (train, count, assess), examples are brought up to date, whoever drafts better prompts is told, and the request ends with what changed.
 */
import { championWinModel } from '@/lib/models/champion';
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import type { UpdateReason, UpdateResult } from './schema';
import { changeRequest, findRequest } from './store';

export class UpdateEnded extends Error {}

const OPEN = ['open', 'running'] as const;

/** Gives the version of the model before. Throws UpdateEnded when somebody ended the request. */
export const beginUpdate = (scope: Scope, requestId: string): Promise<{ before: string; reason: UpdateReason }> => transaction(scope, async () => {
  const found = await findRequest(scope, requestId);
  if (!found || !(await changeRequest(scope, requestId, OPEN, { status: 'running' }))) throw new UpdateEnded(`update ${requestId} is not open`);
  return { before: (await championWinModel(scope)).version, reason: found.reason as UpdateReason };
});

/** Has prompts or rules looked at in the light of what was rejected; once a request. */
export const askImprovement = (scope: Scope, requestId: string): Promise<void> =>
  transaction(scope, () => send(scope, 'prompt/improve.requested', { requestId }, requestId));

/** Ends the request with what changed, and tells those who run the learning. */
export const finishUpdate = (scope: Scope, requestId: string, result: UpdateResult): Promise<void> => transaction(scope, async () => {
  if (!(await changeRequest(scope, requestId, ['running'], { status: 'completed', result, finishedAt: new Date() }))) return;
  await audit(scope, { action: 'update.finish', entityId: requestId, after: result });
  await notify(scope, {
    kind: 'update_ended', severity: 'low', title: 'The workspace has learned anew', path: '/training', dedupeKey: `update:${requestId}`, to: { roles: ['manager', 'operator', 'admin'] }, body: wordsOf(result),
  });
});

/** Ends a request that could not be carried out, so that the next can open. */
export const failUpdate = (scope: Scope, requestId: string, why: string): Promise<void> => transaction(scope, async () => {
  if (!(await changeRequest(scope, requestId, OPEN, { status: 'failed', result: { error: why }, finishedAt: new Date() }))) return;
  await notify(scope, { kind: 'update_ended', severity: 'high', title: 'Learning anew failed', body: why, path: '/training', dedupeKey: `update:${requestId}`, to: { roles: ['operator', 'admin'] } });
});

const counted = (n: number, one: string): string => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;

/** "Win model v_… from 6,711 closed deals; 128 open deals judged again; 12 training examples brought up to date." */
export const wordsOf = ({ model, assessed, examples }: UpdateResult): string =>
  `Win model ${model.version} from ${counted(model.closedDeals, 'closed deal')}; ${counted(assessed, 'open deal')} judged again; ${counted(examples, 'training example')} brought up to date.`;
