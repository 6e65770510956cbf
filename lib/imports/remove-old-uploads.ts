/** Files that nobody will ask for again leave the database, every night. What the import was and how it ended stays in the list. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { dropChunksOfEnded, endAbandoned } from './store';

const DAY = 86_400_000;
/** An upload that did not come to its end: its browser is gone. */
export const UPLOAD_DAYS = 1;
/** A file that waits for its mapping, or is kept after a trial or a failure so that it can be run again. */
export const WAITING_DAYS = 7;

const BROKEN_OFF = 'The upload broke off. Upload the file again.';
const LEFT = `Nobody went on with it for ${WAITING_DAYS} days, so its file was removed. Upload it again.`;
const STOOD_STILL = `It stood still for ${WAITING_DAYS} days and was given up. What came in can be undone; upload the file again for the rest.`;

/** Gives how many imports were ended and how many lost their file. */
export const removeOldUploads = (scope: Scope, now: Date): Promise<{ ended: number; files: number }> => transaction(scope, async () => {
  const before = (days: number) => new Date(now.getTime() - days * DAY);
  const ended = await endAbandoned(scope, ['uploading'], before(UPLOAD_DAYS), { status: 'failed', error: BROKEN_OFF, finishedAt: now })
    + await endAbandoned(scope, ['mapping'], before(WAITING_DAYS), { status: 'cancelled', error: LEFT, finishedAt: now })
    + await endAbandoned(scope, ['queued', 'running'], before(WAITING_DAYS), { status: 'failed', error: STOOD_STILL, finishedAt: now });
  return { ended, files: await dropChunksOfEnded(scope, before(WAITING_DAYS)) };
});
