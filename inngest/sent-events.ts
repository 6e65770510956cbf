/**
 * Events that functions send. A step that is repeated because its process died sends the same events again: they get ids made
 * from the run, the step and the content, so they are received once. With the embedded runner they go straight into its events.
 */
import { createHash } from 'node:crypto';
import { Middleware } from 'inngest';
import { getAsyncCtx } from 'inngest/experimental';
import canonicalize from 'canonicalize';
import { wakeJobs } from '@/lib/jobs/wake';
import { addEvents } from '@/lib/server/doors/jobs/events';
import { env } from '@/lib/server/env';
import { jobsMode } from './mode';

export class SentEvents extends Middleware.BaseMiddleware {
  readonly id = 'winloop:sent-events';

  override async transformSendEvent(args: Middleware.TransformSendEventArgs): Promise<Middleware.TransformSendEventArgs> {
    const execution = (await getAsyncCtx())?.execution;
    const step = execution?.executingStep?.hashedId;
    if (!execution || !step) return args;
    const idOf = (name: string, data: unknown, index: number): string =>
      createHash('sha256').update(canonicalize([execution.ctx.runId, step, index, name, data ?? null]) ?? '').digest('hex').slice(0, 40);
    return { ...args, events: args.events.map((event, index) => ({ ...event, id: event.id ?? idOf(event.name, event.data, index) })) };
  }

  override async wrapSendEvent({ events, next }: Middleware.WrapSendEventArgs): ReturnType<NonNullable<Middleware.BaseMiddleware['wrapSendEvent']>> {
    if (jobsMode(env()).kind === 'server') return next();
    const runId = (await getAsyncCtx())?.execution?.ctx.runId ?? null;
    const rows = events.map(({ id, name, data, ts }) => {
      if (!id) throw new Error(`The event ${name} is sent outside a step: use step.sendEvent, or the outbox.`);
      return { id, name, data: { ...data }, ts: ts ?? Date.now(), runId };
    });
    await addEvents(rows);
    wakeJobs();
    return { ids: rows.map((row) => row.id) };
  }
}
