/** Shapes of notifications: what one says, whom it is for, and the kinds that there are. Safe in the browser. */
import { z } from 'zod';
import type { Role } from '@/lib/server/scope';

export const NOTIFICATION_KINDS = [
  'deal_attention', 'deal_assigned', 'lead_assigned', 'advice_ready', 'plan_waiting', 'plan_decided', 'import_ended', 'export_ended', 'update_ended', 'experiment_news', 'model_news', 'job_failed',
] as const;
export const notificationKind = z.enum(NOTIFICATION_KINDS);
export type NotificationKind = z.infer<typeof notificationKind>;

export const notificationSeverity = z.enum(['low', 'medium', 'high']);
export type NotificationSeverity = z.infer<typeof notificationSeverity>;

/** Each kind in words, and the least role that can get it: nobody is offered to silence what never speaks to them. */
export const KINDS: Readonly<Record<NotificationKind, { label: string; when: string; least: Role }>> = {
  deal_attention: { label: 'A deal needs attention', when: 'A deal of yours newly shows a strong risk', least: 'rep' },
  deal_assigned: { label: 'A deal is yours', when: 'Somebody made you the owner of a deal', least: 'rep' },
  lead_assigned: { label: 'A lead is yours', when: 'Somebody made you the owner of a lead', least: 'rep' },
  advice_ready: { label: 'Advice is ready', when: 'Advice that you asked for took longer than half a minute, or failed', least: 'rep' },
  plan_waiting: { label: 'A change waits for approval', when: 'Somebody, or the product itself, proposes a change', least: 'manager' },
  plan_decided: { label: 'A proposed change went on', when: 'A change that you proposed or approved was decided on, applied, refused or taken back', least: 'manager' },
  import_ended: { label: 'An import ended', when: 'An import that you started is through, or failed', least: 'manager' },
  export_ended: { label: 'An export is ready', when: 'A file of training data that you asked for is ready, or failed', least: 'operator' },
  update_ended: { label: 'The product learned anew', when: 'A request to learn from new answers and outcomes was carried out, or failed', least: 'operator' },
  experiment_news: { label: 'An experiment has news', when: 'A winner, harm or a fault was found in an experiment, each once', least: 'operator' },
  model_news: { label: 'A model changed', when: 'Another version of a predictive model was put in use, goes on trial, was stopped or rolled back', least: 'operator' },
  job_failed: { label: 'A job failed', when: 'Work in the background failed for good', least: 'operator' },
};

/** Who is told. Only members who can sign in, were not removed and did not do it themselves. */
export type Recipients = { members: readonly string[] } | { roles: readonly Role[] } | { ownerOf: string };

export const notice = z.object({
  kind: notificationKind,
  severity: notificationSeverity,
  title: z.string().min(1).max(200),
  body: z.string().max(600).default(''),
  path: z.string().regex(/^\/(?!\/)[\w/?=&.,#%-]*$/, 'A path under the workspace').max(300).describe('under the workspace: /deals/<id>; "/" is Home'),
  dedupeKey: z.string().min(1).max(200).describe('of its onset: the same again is the same notification'),
});
export type Notice = z.input<typeof notice> & { to: Recipients };

export interface Notification {
  id: string;
  kind: NotificationKind;
  severity: NotificationSeverity;
  title: string;
  body: string;
  path: string;
  /** ISO */
  createdAt: string;
  read: boolean;
}

export const inboxQuery = z.object({ unread: z.boolean().default(false), cursor: z.string().max(200).optional() });
export type InboxQuery = z.infer<typeof inboxQuery>;

/** How long a notification that was read is kept. */
export const KEPT_DAYS = 90;
