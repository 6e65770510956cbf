import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { db, transaction } from '@/lib/server/db/tenancy';
import { onOutbox, send } from '@/lib/server/outbox';
import { systemScope } from '@/lib/server/scope';
import { claimOutbox } from '@/lib/server/doors/jobs/events';
import { outboxRelay, type Relay, type SentEvent } from './relay';

useDatabase();

const scope = systemScope(uuidv7(), 'test');
const relays: Relay[] = [];
const relay = (sendEvents: (events: SentEvent[]) => Promise<unknown>, now = () => new Date()): Relay => {
  const made = outboxRelay({ send: sendEvents, now, random: () => 0, lookMs: 60_000 });
  relays.push(made);
  onOutbox(made.wake);
  return made;
};
afterEach(async () => {
  for (const made of relays.splice(0)) await made.stop();
});
const announce = (key: string): Promise<void> => transaction(scope, () => send(scope, 'deals/changed', { dealIds: [], cause: key }, key));
const unsent = async (): Promise<number> => (await asOwner<{ n: number }>('select count(*)::int as n from outbox_event where sent_at is null'))[0]!.n;
const settled = async (done: () => Promise<boolean> | boolean): Promise<void> => {
  for (let i = 0; i < 2_000; i++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not happen.');
};

describe('the relay to an Inngest server', () => {
  it('sends what was committed, once woken, under its own id; and nothing that was rolled back', async () => {
    const sent: SentEvent[] = [];
    relay(async (events) => void sent.push(...events));
    await announce('one');
    await announce('one'); // the same fact
    await transaction(scope, async () => {
      await send(scope, 'deals/changed', { dealIds: [], cause: 'undone' }, 'undone');
      throw new Error('rolled back');
    }).catch(() => {});
    await settled(async () => (await unsent()) === 0);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ name: 'deals/changed', data: { workspaceId: scope.workspaceId, cause: 'one' }, id: expect.stringMatching(/^[0-9a-f]{40}$/) });
  });

  it('two instances share the rows, nobody sends one that the other has', async () => {
    for (let i = 0; i < 30; i++) await transaction(scope, () => db(scope).outboxEvent.create({ data: { workspaceId: scope.workspaceId, eventId: `shared ${i}`, name: 'deals/changed', data: {} } }));
    const sent: string[] = [];
    const take = async (events: SentEvent[]) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      sent.push(...events.map((event) => event.id));
    };
    const [one, other] = [relay(take), relay(take)];
    one.wake();
    other.wake();
    await settled(async () => (await unsent()) === 0);
    expect(sent.sort()).toEqual([...new Set(sent)]);
    expect(sent).toHaveLength(30);
  });

  it('sends again what a killed relay had taken, when its minute is over', async () => {
    onOutbox(() => {});
    await announce('taken');
    expect(await claimOutbox(new Date(), new Date(Date.now() + 60_000))).toHaveLength(1); // and then it was killed
    let ahead = 0;
    const sent: SentEvent[] = [];
    const heir = relay(async (events) => void sent.push(...events), () => new Date(Date.now() + ahead));
    heir.wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent).toHaveLength(0);
    ahead = 61_000;
    heir.wake();
    await settled(async () => (await unsent()) === 0);
    expect(sent).toHaveLength(1);
  });

  it('keeps trying while the server is away; one event that it refuses does not keep the others', async () => {
    let ahead = 0;
    const sent: string[] = [];
    let away = true;
    const made = relay(async (events) => {
      if (away) throw new Error('away');
      if (events.some((event) => event.data.cause === 'refused')) throw new Error('refused');
      sent.push(...events.map((event) => String(event.data.cause)));
    }, () => new Date(Date.now() + ahead));
    await announce('refused');
    await announce('fine');
    await settled(async () => (await asOwner<{ n: number }>('select coalesce(min(attempts), 0)::int as n from outbox_event where sent_at is null'))[0]!.n >= 1);
    away = false;
    await settled(async () => {
      ahead += 60_000;
      made.wake();
      return sent.includes('fine');
    });
    await settled(async () => (await unsent()) === 1);
    expect(sent).toEqual(['fine']);
  });
});
