/** A version tried on past deals against a server that speaks Claude's protocol: what is asked, what is paid, what is concluded. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFakeProviders, type FakeProviders, type FakeRequest } from '@/lib/llm/testing/fake-providers';
import { CANARY } from '@/lib/llm/testing/harness';
import { promptOf } from '@/lib/llm/testing/wire-shapes';
import { createVersion } from '@/lib/prompts/create-version';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { db, transaction } from '@/lib/server/db/tenancy';
import { readEnv } from '@/lib/server/env';
import { closedDeal, newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { cancelReplay } from './cancel-replay';
import { getReplay, listReplays } from './get-replay';
import { requestReplay } from './request-replay';
import { finishReplay, prepareReplay, replaySome } from './run-replay';

useDatabase();

const DAY = 86_400_000;
const now = Date.now();
const ago = (days: number) => new Date(now - days * DAY).toISOString();
const holder = globalThis as typeof globalThis & { winloopEnv?: unknown; winloopModels?: unknown };

/** Says "it will be won" or "lost" of each deal with a probability to match: version 2 reads the name, the shipped version always says lost. */
function analyst(request: FakeRequest): unknown {
  const prompt = promptOf(request.body);
  const good = prompt.includes('READ THE NAME') && /Good \d+/.test(prompt);
  const claim = good ? 'won' : 'lost';
  const insight = (type: string) => ({
    type, title: `The ${type}`, body: 'It says so in its name.', severity: 'medium', confidence: 0.7, evidence: [{ kind: 'field', id: 'name', quote: 'its name' }], actions: [], ruleKey: null,
    prediction: { statement: 'it ends so', rightIf: 'so', wrongIf: 'otherwise', by: new Date(now + DAY).toISOString().slice(0, 10), claim, probability: type === 'forecast' ? (good ? 0.8 : 0.2) : null },
  });
  return { abstention: null, answer: { insights: [insight('risk'), insight('forecast')] } };
}

let fake: FakeProviders, workspace: TestWorkspace, versionId: string;
const withKey = () => { holder.winloopEnv = readEnv({ NODE_ENV: 'test', ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: fake.anthropicURL }); };
const withoutKey = () => { holder.winloopEnv = readEnv({ NODE_ENV: 'test' }); };

beforeAll(async () => {
  fake = await startFakeProviders({ answer: analyst });
  withKey();
  workspace = await newTestWorkspace();
  for (let i = 0; i < 36; i++) {
    const good = i % 2 === 0;
    await closedDeal(workspace, good ? 'Won' : 'Lost', { name: `${good ? 'Good' : 'Bad'} ${i}`, amount: 1000 * (i + 1), openedAt: ago(420 - i * 10), expectedCloseAt: ago(380 - i * 10) }, ago(390 - i * 10));
  }
  const { id: promptId } = await getPrompt(workspace.system, 'analyse_deal');
  versionId = (await createVersion(workspace.system, { promptId, template: { system: 'READ THE NAME', user: '{{context}}' }, config: {} })).id;
}, 120_000);
afterAll(async () => {
  Reflect.deleteProperty(holder, 'winloopEnv');
  Reflect.deleteProperty(holder, 'winloopModels');
  await fake.close();
});
beforeEach(() => { withKey(); fake.requests.length = 0; fake.script('anthropic', [], 'ok'); Reflect.deleteProperty(holder, 'winloopModels'); });
afterEach(async () => {
  await asOwner('delete from prompt_replay_answer');
  await asOwner('delete from prompt_replay');
  await asOwner('delete from llm_cache');
  await asOwner('delete from llm_call');
});

const scope = () => workspace.system;
const start = async (deals = 12) => (await requestReplay(scope(), { versionId, deals })).id;
async function run(id: string): Promise<number> {
  let steps = 0;
  if (await prepareReplay(scope(), id)) while (await replaySome(scope(), id)) steps += 1;
  await finishReplay(scope(), id);
  return steps;
}

describe('a replay', () => {
  it('asks both versions about the same past days and finds the better one', async () => {
    const id = await start();
    await run(id);
    const replay = await getReplay(scope(), id);
    expect(replay).toMatchObject({ status: 'completed', tried: 2, against: 1, deals: 12, done: 12, error: null });
    expect(replay.result).toMatchObject({ pairs: 12, verdict: 'better', tried: { answered: 12, failed: 0, insights: 24 }, claims: { tried: { hits: 12, n: 12 } } });
    expect(replay.result!.brier!.difference).toBeLessThan(0);
    expect(fake.requests).toHaveLength(24);
    // Each pair of questions differs in the instructions only: the deal, its day and what is known are the same.
    const asked = fake.requests.map(({ body }) => ({ system: String(body['system']), user: JSON.stringify(body['messages']).replace(/The deal and what is known around it:\\n\\n|\\n\\nGive your insights\./g, '') }));
    for (let i = 0; i < asked.length; i += 2) {
      expect(asked[i]!.user).toBe(asked[i + 1]!.user);
      expect(asked[i]!.system).not.toBe(asked[i + 1]!.system);
    }
    // Nobody is told how the deal ended, nor of a deal that closed later than the day of the look.
    for (const { dealId, at } of replay.answers) {
      const [row] = await asOwner<{ closed_at: Date }>('select closed_at from deal where id = $1', [dealId]);
      expect(Date.parse(at)).toBeLessThan(new Date(row!.closed_at).getTime());
      expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(replay.cutoff!));
    }
    const [stored] = await asOwner<{ knowledge: unknown }>('select knowledge from prompt_replay where id = $1', [id]);
    expect(stored!.knowledge).toBeNull();
  });

  it('records each call under its own id, which keeps trials out of the figures of a version', async () => {
    const id = await start(10);
    await run(id);
    const calls = await asOwner<{ prompt_version: string; n: number }>('select prompt_version, count(*)::int as n from llm_call where run_id = $1 group by 1 order by 1', [id]);
    expect(calls).toEqual([{ prompt_version: '1', n: 10 }, { prompt_version: '2', n: 10 }]);
    expect((await getPrompt(scope(), 'analyse_deal')).versions.map(({ metrics }) => metrics.answers)).toEqual([0, 0]);
  });

  it('goes on where it was killed, and pays for no answer twice', async () => {
    const id = await start(10);
    await prepareReplay(scope(), id);
    await replaySome(scope(), id);
    const before = fake.requests.length;
    expect(before).toBe(6);
    // The next step dies with an answer under way; what it had written stays.
    fake.script('anthropic', ['ok', 'ok', 'ok'], 'ok');
    await replaySome(scope(), id);
    await asOwner(`delete from prompt_replay_answer where id = (select id from prompt_replay_answer where replay_id = $1 order by id desc limit 1)`, [id]);
    await asOwner('delete from llm_cache');
    await run(id);
    expect(fake.requests).toHaveLength(21);
    expect((await getReplay(scope(), id)).result).toMatchObject({ pairs: 10 });
  });

  it('finds the answers of the same version in the cache when it is tried again', async () => {
    await run(await start(10));
    expect(fake.requests).toHaveLength(20);
    const again = await start(10);
    await run(again);
    expect(fake.requests).toHaveLength(20);
    expect((await getReplay(scope(), again)).result).toMatchObject({ pairs: 10, tried: { costUsd: null, latencyMs: null } });
  });

  it('is one at a time of a version, and none of the version in production', async () => {
    const first = await requestReplay(scope(), { versionId, deals: 10 });
    expect(await requestReplay(scope(), { versionId, deals: 20 })).toEqual({ id: first.id, fresh: false });
    const { versions } = await getPrompt(scope(), 'analyse_deal');
    await expect(requestReplay(scope(), { versionId: versions.find(({ version }) => version === 1)!.id, deals: 10 })).rejects.toMatchObject({ kind: 'conflict' });
    withoutKey();
    await expect(requestReplay(scope(), { versionId, deals: 10 })).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('No language model has a key') as string });
  });

  it('ends when it is cancelled, and keeps what was answered', async () => {
    const id = await start(10);
    await prepareReplay(scope(), id);
    await replaySome(scope(), id);
    await cancelReplay(scope(), id);
    await expect(cancelReplay(scope(), id)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await replaySome(scope(), id)).toBe(false);
    await finishReplay(scope(), id);
    expect(fake.requests).toHaveLength(6);
    expect(await getReplay(scope(), id)).toMatchObject({ status: 'cancelled', done: 3, result: { pairs: 3, verdict: 'too_few' } });
  });

  it('stops when the day’s budget is used up, and says so', async () => {
    const id = await start(10);
    await prepareReplay(scope(), id);
    await replaySome(scope(), id);
    await transaction(scope(), () => db(scope()).workspace.update({ where: { id: workspace.id }, data: { settings: { dailyBudgetUsd: 0.0001 } } }));
    await run(id);
    await transaction(scope(), () => db(scope()).workspace.update({ where: { id: workspace.id }, data: { settings: {} } }));
    expect(await getReplay(scope(), id)).toMatchObject({ status: 'stopped', error: expect.stringContaining('budget') as string, result: { pairs: 3 } });
    expect(fake.requests).toHaveLength(6);
  });

  it('counts abstentions as such, and stops after failures in a row', async () => {
    fake.script('anthropic', ['abstain'], 'bad_auth');
    const id = await start(10);
    await run(id);
    const replay = await getReplay(scope(), id);
    expect(replay).toMatchObject({ status: 'stopped', error: expect.stringContaining('failures in a row') as string, result: { verdict: 'too_few', tried: { abstained: 1 } } });
  });

  it('says when there are too few past deals', async () => {
    const young = await newTestWorkspace();
    const { id: promptId } = await getPrompt(young.system, 'analyse_deal');
    const { id: version } = await createVersion(young.system, { promptId, template: { system: 'x', user: '{{context}}' }, config: {} });
    const { id } = await requestReplay(young.system, { versionId: version, deals: 10 });
    expect(await prepareReplay(young.system, id)).toBe(false);
    expect(await getReplay(young.system, id)).toMatchObject({ status: 'failed', error: expect.stringContaining('too few closed deals') as string });
  });

  it('of another workspace cannot be asked for, seen or cancelled; single deals out of sight are not told', async () => {
    const id = await start(10);
    await run(id);
    const other = await newTestWorkspace();
    await expect(getReplay(other.system, id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(cancelReplay(other.system, id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(requestReplay(other.system, { versionId, deals: 10 })).rejects.toMatchObject({ kind: 'not_found' });
    const rep = await newMember(workspace, 'rep', 'Rita');
    expect((await getReplay(rep, id)).answers).toEqual([]);
    expect(await listReplays(scope(), await getPrompt(scope(), 'analyse_deal'))).toHaveLength(1);
  });
});
