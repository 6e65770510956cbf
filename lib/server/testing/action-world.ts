/** A workspace as rest-world makes it, with people who are signed in and with what the settings' and jobs' pages name. */
import { v7 as uuidv7 } from 'uuid';
import { addWorkspaceRule } from '@/lib/insights/workspace-rules';
import { createKey } from '@/lib/keys/create-key';
import { inviteMember } from '@/lib/members/invite-member';
import { createTeam } from '@/lib/members/teams';
import { PASSWORD, testPerson } from '@/lib/members/testing/people';
import { saveView } from '@/lib/views/saved-views';
import { constantVersion } from '@/lib/models/life/testing/versions';
import { listNotifications } from '@/lib/notifications/inbox';
import { notify } from '@/lib/notifications/notify';
import { applyItem } from '@/lib/plans/apply-item';
import { decideItem } from '@/lib/plans/decide-item';
import { getItem } from '@/lib/plans/list-items';
import { proposeItem } from '@/lib/plans/propose-item';
import { saveRate } from '@/lib/workspaces/rates';
import { asOwner } from '../db/testing/database';
import { startSession } from '../doors/auth';
import type { Role, Scope } from '../scope';
import { newTenant, type Tenant } from './rest-world';

export type Office = Tenant & Record<'slug' | 'team' | 'invitation' | 'rule' | 'run' | 'apiKey' | 'view' | 'colleague' | 'session' | 'replay' | 'password' | 'notification' | 'planItem' | 'planHash' | 'applied' | 'modelVersion' | 'modelTraining', string> & {
  /** Sessions of people of these roles. `session` is another one of the admin. */
  signedIn: Record<Extract<Role, 'rep' | 'admin'>, string>;
};

export async function newOffice(name: string): Promise<Office> {
  const tenant = await newTenant(name);
  const { scope, workspace } = tenant;
  const person = async (role: Role) => (await testPerson(scope, role, `${role}-${uuidv7()}@people.test`));
  const [admin, rep, colleague] = [await person('admin'), await person('rep'), await person('rep')];
  const sessionOf = async ({ userId }: { userId: string }) => (await startSession(userId, 'test')).id;
  const run = uuidv7();
  await asOwner(
    `insert into job_run (id, workspace_id, function_id, event, idempotency_key, lane, status, due_at, finished_at, error)
     values ($1::uuid, $2, 'winloop-deals-changed', '{"id":"x","name":"deals/changed","ts":0,"data":{}}', $1::uuid::text, $1::uuid::text, 'failed', now(), now(), '{"name":"Error","message":"it broke"}')`, [run, workspace]);
  const replay = uuidv7();
  await asOwner(
    `insert into prompt_replay (id, workspace_id, prompt_id, version_id, against_id, status, deals, requested_by, actor_name) values ($1, $2, $3, $4, $5, 'running', 10, 'system:test', 'test')`,
    [replay, workspace, tenant.prompt, tenant.promptVersion, tenant.promptInUse]);
  const modelTraining = uuidv7();
  await asOwner(
    `insert into model_training (id, workspace_id, model, reason, why, status, requested_by, actor_name) values ($1, $2, 'topic_classifier', 'asked', 'test', 'queued', 'system:test', 'test')`, [modelTraining, workspace]);
  await saveRate(scope, { currency: 'CHF', rate: 1.2, asOf: '2026-01-02', source: 'test' });
  const [{ slug } = { slug: '' }] = await asOwner<{ slug: string }>('select slug from workspace where id = $1', [workspace]);
  await notify(scope, { kind: 'job_failed', severity: 'high', title: `${name} failed`, path: '/jobs', dedupeKey: 'test', to: { members: [admin.memberId] } });
  const [notification] = (await listNotifications(admin.scope, { unread: true })).notifications;
  const [waiting, applied] = [await changeOf(scope, name, 90), await changeOf(scope, name, 85)];
  await decideItem(scope, applied.id, 'approve', { changeHash: applied.changeHash });
  await applyItem(scope, applied.id);
  return {
    notification: notification!.id, planItem: waiting.id, planHash: waiting.changeHash, applied: applied.id,
    ...tenant, slug, run, replay, modelTraining,
    // Called by the second: another one in each workspace.
    modelVersion: await constantVersion(scope, Number.parseInt(workspace.slice(-6), 16), 0.5),
    colleague: colleague.memberId, password: PASSWORD,
    team: (await createTeam(scope, `${name} team`)).id,
    invitation: (await inviteMember(scope, { email: `${uuidv7()}@people.test`, role: 'rep', teamId: null, memberId: null })).id,
    rule: (await addWorkspaceRule(scope, `${name} never gives discounts`)).id,
    apiKey: (await createKey(scope, { name: 'to be revoked', role: 'rep', expiresInDays: null })).key.id,
    view: (await saveView(admin.scope, { place: 'deals', name: `View of ${name}`, query: 'attention=1', shared: true })).id,
    session: await sessionOf(admin), signedIn: { admin: await sessionOf(admin), rep: await sessionOf(rep) },
  };
}

/** A proposed change of a rule. */
async function changeOf(scope: Scope, name: string, percentile: number) {
  const [before, after] = [80, percentile].map((value) => ({ enabled: true, settings: { percentile: value } }));
  const { id } = await proposeItem(scope, { kind: 'change_rule', title: `${name} change`, rationale: 'for the test', risk: 'none', change: { ruleKey: 'stalled', before: before!, after: after! } });
  return getItem(scope, id);
}
