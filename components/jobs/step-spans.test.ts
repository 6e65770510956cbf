import { describe, expect, it } from 'vitest';
import { spansOf, type Timed } from './step-spans';

const at = (ms: number): Date => new Date(1_000_000 + ms);
const step = (more: Partial<Timed>): Timed => ({ kind: 'step', status: 'completed', createdAt: at(500), startedAt: null, finishedAt: null, ...more });
const of = (more: Partial<Timed>) => spansOf(step(more), at(0), at(1000));

describe('when a step waited and when it worked', () => {
  it('it waited from its plan to its beginning, then worked', () => expect(of({ createdAt: at(100), startedAt: at(250), finishedAt: at(400) })).toEqual([{ from: 100, to: 250, look: 'waited' }, { from: 250, to: 400, look: 'ran' }]));
  it('one that ran where it was found was written down when it had ended', () => expect(of({ createdAt: at(410), startedAt: at(250), finishedAt: at(400) })).toEqual([{ from: 250, to: 400, look: 'ran' }]));
  it('under way it reaches to now', () => expect(of({ status: 'planned', createdAt: at(100), startedAt: at(200) })).toEqual([{ from: 100, to: 200, look: 'waited' }, { from: 200, to: 1000, look: 'ran' }]));
  it('planned and not begun it only waits', () => expect(of({ status: 'planned', createdAt: at(100) })).toEqual([{ from: 100, to: 1000, look: 'waited' }]));
  it('a failed one is marked', () => expect(of({ status: 'failed', createdAt: at(410), startedAt: at(250), finishedAt: at(400) })).toEqual([{ from: 250, to: 400, look: 'failed' }]));
  it('sleeps and waits wait all the time', () => expect(of({ kind: 'wait', createdAt: at(100), startedAt: at(100), finishedAt: at(900) })).toEqual([{ from: 100, to: 900, look: 'waited' }]));
  it('what was dropped has no time', () => expect(of({ status: 'dropped', createdAt: at(100) })).toEqual([]));
  it('a clock that stands behind makes nothing negative', () => expect(spansOf(step({ createdAt: at(-50), startedAt: at(-40), finishedAt: at(-10) }), at(0), at(1000))).toEqual([{ from: 0, to: 0, look: 'ran' }]));
});
