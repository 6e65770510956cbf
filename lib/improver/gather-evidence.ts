/** What an improvement could rest on: insights that were rejected or wrong, and the rules behind them counted anew over past deals. */
import { loadClosedHistories } from '@/lib/deals/load-histories';
import { recordWords } from '@/lib/insights/rule-statistics';
import { settingsOf } from '@/lib/insights/rules/apply';
import { isRuleKey, ruleOf, RULES } from '@/lib/insights/rules/catalogue';
import { workspaceStatistics } from '@/lib/insights/workspace-statistics';
import { hasModel } from '@/lib/llm/has-model';
import { contentHash } from '@/lib/llm/trace';
import { promptedTask } from '@/lib/prompts/catalogue';
import { productionPrompt } from '@/lib/prompts/production-prompt';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { createRng } from '@/lib/stats/rng';
import { complaints, effectOfLeavingOut, isBad, isClear, type JudgedInsight } from './judged-insights';
import { betterSetting, pastLooks } from './recount-rule';
import { LEAST_EVIDENCE, type ImproveInput, type RuleEvidence } from './schema';
import { readJudged, readRejected } from './store';

const DAY = 86_400_000;
const DAYS = 365;
const MOST_JUDGED = 20_000;
/** As many as a prompt can carry. */
const MOST_SHOWN = 40;
const EXAMPLES = 5;

export type Subject = { promptId: string; task: string };
/** What is there to rest on, by whom it was written. */
export type EvidenceCounts = { rejected: number; wrong: number; judged: number; bad: number; byModel: number };

const counted = (rows: readonly JudgedInsight[], byModel: number): EvidenceCounts => ({
  rejected: rows.filter(({ rejected }) => rejected).length, wrong: rows.filter(({ rejected, resolved }) => !rejected && resolved === 'wrong').length, judged: rows.length, bad: rows.filter(isBad).length, byModel,
});

async function judgedRows(scope: Scope, now: Date, version: string) {
  const rows = await readJudged(scope, new Date(now.getTime() - DAYS * DAY), MOST_JUDGED);
  const byModel = rows.filter((row) => row.byVersion === version && isBad(row));
  return { rows, byModel, counts: counted(rows, byModel.length) };
}

/** How much there is, for the page: cheap, nothing is recounted. */
export const evidenceCounts = (given: Scope, task: string, now: Date = new Date()): Promise<EvidenceCounts> => {
  const scope = seeingAll(given);
  return transaction(scope, async () => (await judgedRows(scope, now, (await productionPrompt(scope, taskOf(task))).version)).counts);
};

function taskOf(name: string) {
  const task = promptedTask(name);
  if (!task) throw new Error(`${name} is no task with a prompt`);
  return task;
}

export type Gathered = {
  counts: EvidenceCounts;
  /** A language model is asked for words only where one wrote the insights that were rejected; else rules are looked at. */
  about: 'prompt' | 'rules';
  hash: string;
  input: ImproveInput;
};

/** Null `input`-worthy evidence is said by `counts.bad`: below LEAST_EVIDENCE nothing is concluded from it. */
export async function gatherEvidence(given: Scope, task: string, now: Date = new Date()): Promise<Gathered> {
  const scope = seeingAll(given);
  const shipped = taskOf(task);
  const { rows, byModel, counts, production, knowledge } = await transaction(scope, async () => {
    const prompt = await productionPrompt(scope, shipped);
    return { ...(await judgedRows(scope, now, prompt.version)), production: prompt, knowledge: await workspaceStatistics(scope) };
  });
  const about = hasModel() && byModel.length >= LEAST_EVIDENCE ? 'prompt' : 'rules';
  const bad = (about === 'prompt' ? byModel : rows.filter((row) => isBad(row) && row.ruleKey !== null)).map(({ id }) => id).sort();
  const rejected = about === 'prompt' ? await transaction(scope, () => readRejected(scope, bad.slice(-MOST_SHOWN))) : [];
  const rules = counts.bad < LEAST_EVIDENCE ? [] : await ruleEvidence(scope, rows, knowledge);
  return {
    counts, about,
    hash: contentHash([about, about === 'prompt' ? production.id : Object.fromEntries(rules.map(({ key, before }) => [key, before])), bad]),
    input: {
      prompt: { name: task, what: shipped.what, version: Number(production.version), present: production.template, shipped: shipped.defaultPrompt.template },
      insights: rejected.map(({ feedback, ...insight }) => ({ ...insight, answers: feedback.map(({ kind, text }) => ({ kind: kind ?? '', text })) })),
      rules, counts: { rejected: counts.rejected, wrong: counts.wrong, judged: counts.judged },
    },
  };
}

type Statistics = Awaited<ReturnType<typeof workspaceStatistics>>;

/** Rules that speak, with enough judged insights. Those complained of clearly more often are counted anew with other numbers. */
async function ruleEvidence(scope: Scope, rows: readonly JudgedInsight[], knowledge: Statistics): Promise<RuleEvidence[]> {
  const { rules: statistics, ruleSettings } = knowledge;
  const speaking = RULES.filter(({ key }) => ruleSettings[key]?.enabled !== false && !statistics?.rules[key]?.muted).map(({ key }) => key);
  const found = complaints(rows, speaking);
  const looks = found.some(isClear) ? pastLooks(await loadClosedHistories(scope)) : null;
  return found.flatMap((complaint): RuleEvidence[] => {
    if (!isRuleKey(complaint.key)) return [];
    const rule = ruleOf(complaint.key);
    const settings = settingsOf(rule, ruleSettings);
    const clear = isClear(complaint);
    const better = clear && looks ? betterSetting(looks, rule, settings, createRng(`improver:${rule.key}`)) : null;
    return [{
      ...complaint, name: rule.name, speaksOf: rule.among(settings), before: { enabled: true, settings: { ...settings } }, record: recordWords(rule, statistics?.rules[rule.key] ?? null),
      setting: better && looks ? {
        after: { enabled: true, settings: { ...better.settings } }, words: rule.among(better.settings), present: better.present, candidate: better.candidate, later: better.later, deals: looks.later.length,
        from: new Date(looks.from).toISOString().slice(0, 10),
      } : null,
      without: clear ? effectOfLeavingOut(rows, rule.key, rule.polarity, createRng(`improver:${rule.key}`)) : null,
      examples: rows.filter((row) => row.ruleKey === rule.key && isBad(row)).slice(0, EXAMPLES).map(({ id }) => id),
    }];
  });
}
