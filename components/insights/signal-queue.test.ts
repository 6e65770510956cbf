import { describe, expect, it } from 'vitest';
import type { Signal } from '@/lib/feedback/schema';
import { createSignalQueue, type Delivery } from './signal-queue';

/** A queue whose clock is stepped by hand; `answers` are what the server says, one after the other, then `sent`. */
function queue(...answers: Delivery[]) {
  const sent: Signal[][] = [];
  const planned: { run: () => void; ms: number }[] = [];
  const made = createSignalQueue((signals) => {
    sent.push(signals);
    return Promise.resolve(answers.shift() ?? 'sent');
  }, (run, ms) => planned.push({ run, ms }));
  const step = async () => {
    const next = planned.shift();
    next?.run();
    await Promise.resolve();
    await Promise.resolve();
    return next?.ms ?? null;
  };
  return { ...made, sent, step };
}
const seen = (insightId: string): Signal => ({ insightId, kind: 'seen' });

describe('what was seen', () => {
  it('goes in one request, each thing once', async () => {
    const { add, sent, step } = queue();
    for (const id of ['a', 'b', 'a']) add(seen(id));
    add({ insightId: 'a', kind: 'copied' });
    await step();
    expect(sent).toEqual([[seen('a'), seen('b'), { insightId: 'a', kind: 'copied' }]]);
    add(seen('a'));
    expect(await step()).toBeNull();
  });

  it('survives a lost connection, waiting longer each time', async () => {
    const { add, sent, step } = queue('lost', 'lost');
    add(seen('a'));
    const waits = [await step(), await step(), await step()];
    expect(sent).toHaveLength(3);
    expect(waits[2]!).toBeGreaterThan(waits[1]!);
    expect(await step()).toBeNull();
  });

  it('is not sent again when it was refused, nor held back when the page is left', async () => {
    const { add, flush, sent, step } = queue('refused');
    add(seen('a'));
    flush();
    expect(sent).toHaveLength(1);
    await step();
    expect(sent).toHaveLength(1);
  });
});
