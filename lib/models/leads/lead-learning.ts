/** The lead scorer's training: ended leads in, a version with its figures and its hold-out on later leads out. Pure but for the clock; runs in a thread of its own. */
import { byArrival, lastOpenMoment, leadAsOf, type LeadAsOf, type LeadHistory } from '@/lib/leads/history';
import { permutationImportance } from '@/lib/ml/importance';
import { rollingOrigin } from '@/lib/ml/splits';
import { takeRows, type Table } from '@/lib/ml/table';
import { predictTabular, type TabularModel } from '@/lib/ml/tabular';
import { packTabular } from '@/lib/ml/tabular-json';
import { wilsonInterval } from '@/lib/stats/rates';
import { createRng } from '@/lib/stats/rng';
import type { HoldoutRecord, Trained } from '../life/trainers';
import { columnKind, tally, type ColumnKind } from '../table/column-kind';
import { encodeTable, sourceOf } from '../table/encode-table';
import { trainWhole } from '../table/evaluate-table';
import { findSuspects } from '../table/suspects';
import { versionId } from '../version-id';
import { versionMetricsOf } from '../win-diagnosis';
import { measure, type Holdout } from '../win-holdout';
import { judge, MIN_RARER } from '../win-signal';
import { count, digits, percent } from '../wording';
import type { Tell } from '../work/jobs';
import { leadCells } from './lead-cells';
import { cellsOf, leadScorer, type LeadModel } from './lead-model';

export type LeadLearning = { histories: readonly LeadHistory[]; now: number; seed: string; champion: { parameters: unknown; windowTo: number | null } | null };

export const MIN_LEADS = 50;
const REPLICATES = 200;
/** Earlier leads from which on the curve begins; each point has twice as many. */
const CURVE_FROM = 100;
const GROUPS = 20;

type Ended = LeadHistory & { outcome: 'converted' | 'not' };

/** A moment drawn evenly over the lead's open life, as on the day that somebody asks; where nobody knows when it ended, the last at which it is known to have been open. */
function momentOf(lead: Ended, seed: string): number {
  const last = lastOpenMoment(lead, Infinity);
  if (lead.endedAt === null || lead.leadAt === null) return last;
  return Math.min(last, Math.floor(lead.leadAt + createRng(`${seed}:${lead.externalId ?? lead.id}`)() * (lead.endedAt - lead.leadAt)));
}

export async function learnLeads({ histories, now, seed, champion }: LeadLearning, tell: Tell): Promise<Trained | { nothing: string }> {
  const began = performance.now();
  const ended = histories.filter((lead): lead is Ended => lead.outcome !== null && (lead.endedAt ?? 0) <= now).sort(byArrival);
  const y = Float64Array.from(ended, ({ outcome }) => (outcome === 'converted' ? 1 : 0));
  const converted = y.reduce((sum, label) => sum + label, 0), rarer = Math.min(converted, ended.length - converted);
  if (ended.length < MIN_LEADS) return { nothing: `${count(ended.length)} leads have ended; at least ${MIN_LEADS} are needed to learn who converts.` };
  if (rarer < MIN_RARER) return { nothing: `Only ${rarer} of ${count(ended.length)} ended leads ${converted < ended.length - converted ? 'converted' : 'did not convert'}; at least ${MIN_RARER} are needed.` };
  const known = ended.map((lead) => leadAsOf(lead, momentOf(lead, seed)));
  const { kinds, excluded, table } = columnsOf(known, y);
  const rate = wilsonInterval({ hits: converted, n: ended.length });
  const model: LeadModel = {
    kind: 'lead_scorer', version: versionId(now), trainedAt: now, n: ended.length, baseRate: { value: converted / ended.length, low: rate.low, high: rate.high }, signal: 'none', sentence: '', columns: kinds, excluded, trust: [], learner: null,
  };
  if (table.columns.length === 0) return { nothing: 'No fact of the ended leads is left to learn from.' };
  const trial = tryOnLater(table, y, seed, (done, total) => tell('Trying it on later leads', done, total + 2));
  const rng = createRng(`${seed} leads`);
  const metrics = trial && measure(trial.holdout, rng, REPLICATES);
  model.signal = judge(metrics);
  model.sentence = sentenceOf(model, metrics);
  tell('Learning from all of them', 4, 6);
  if (model.signal !== 'none') {
    model.learner = packTabular(trainWhole(table, y, { seed }));
    model.trust = trustOf(trial!.holdout);
  }
  tell('Measuring what it rests on', 5, 6);
  const diagnosis = trial ? { importance: model.learner === null ? [] : importanceOf(trial, table, y, seed), learningCurve: curveOf(trial, table, y, seed) } : { importance: [], learningCurve: [] };
  const times = ended.flatMap(({ endedAt, leadAt }) => endedAt ?? leadAt ?? []);
  return {
    parameters: model, n: ended.length, features: kinds.filter(({ kind }) => kind !== 'left_out').map(({ name }) => name),
    window: times.length > 0 ? { from: times.reduce((a, b) => Math.min(a, b)), to: times.reduce((a, b) => Math.max(a, b)) } : null,
    metrics: metrics && versionMetricsOf(metrics, trial.holdout, diagnosis, (performance.now() - began) / 1000, seed),
    holdout: trial ? recordsOf(trial.holdout, ended, known, model, champion) : [],
  };
}

/** What each column holds, without those that may have been written when the lead ended. */
function columnsOf(known: readonly LeadAsOf[], y: Float64Array): { kinds: ColumnKind[]; excluded: LeadModel['excluded']; table: Table } {
  const rows = known.map(leadCells), names = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort();
  const all = names.map((name): ColumnKind => columnKind(name, tally(rows.map((row) => row[name] ?? ''))));
  const suspects = new Map(findSuspects(encodeTable(all, cellsOf(all, rows)), y).map(({ column, sentence }) => [column, sentence]));
  const excluded = all.flatMap((column) => (column.kind === 'left_out' ? [{ feature: column.name, reason: column.why }] : suspects.has(column.name) ? [{ feature: column.name, reason: suspects.get(column.name)! }] : []));
  const kinds = all.filter((column) => column.kind !== 'left_out' && !suspects.has(column.name));
  return { kinds, excluded, table: encodeTable(kinds, cellsOf(kinds, rows)) };
}

type LeadTrial = { holdout: Holdout; last: { model: TabularModel; train: number[]; test: number[] } };

/** In order of arrival: the first half teaches, then block after block is predicted from all that came before it. Null where a first half has too few of an outcome. */
function tryOnLater(table: Table, y: Float64Array, seed: string, tell: (done: number, total: number) => void): LeadTrial | null {
  const splits = rollingOrigin(Float64Array.from(y, (_, i) => i), { blocks: 3, start: 0.5 });
  const holdout: Holdout = { deal: [], label: [], weight: [], probability: [], constant: [] };
  let last: LeadTrial['last'] | null = null;
  for (const [k, { train, test }] of splits.entries()) {
    const target = Float64Array.from(train, (i) => y[i]!), rate = target.reduce((sum, label) => sum + label, 0) / target.length;
    if (Math.min(rate, 1 - rate) * target.length < 4) return null;
    const model = trainWhole(takeRows(table, train), target, { seed });
    const said = predictTabular(model, takeRows(table, test));
    test.forEach((row, i) => {
      holdout.deal.push(row);
      holdout.label.push(y[row]!);
      holdout.weight.push(1);
      holdout.probability.push(said[i]!);
      holdout.constant.push(rate);
    });
    last = { model, train, test };
    tell(k + 1, splits.length + 1);
  }
  return last && { holdout, last };
}

function trustOf({ probability, label }: Holdout): LeadModel['trust'] {
  const order = probability.map((_, i) => i).sort((a, b) => probability[a]! - probability[b]!);
  const size = Math.max(25, Math.ceil(order.length / GROUPS)), groups: LeadModel['trust'] = [];
  for (let from = 0; from + size / 2 < order.length; from += size) {
    const rows = order.slice(from, from + size);
    groups.push({ probability: rows.reduce((sum, i) => sum + probability[i]!, 0) / rows.length, ...wilsonInterval({ hits: rows.reduce((sum, i) => sum + label[i]!, 0), n: rows.length }), n: rows.length });
  }
  return groups;
}

const importanceOf = ({ last: { model, test } }: LeadTrial, table: Table, y: Float64Array, seed: string) =>
  permutationImportance(model, takeRows(table, test), test.map((i) => y[i]!), { rng: createRng(`${seed} importance`), repeats: 3, sourceOf })
    .map(({ source, brier, low, high }) => ({ feature: source, label: source, value: brier, low, high }));

/** The last block, predicted from the latest leads before it: 100, 200, and so on. */
function curveOf({ last: { train, test, model } }: LeadTrial, table: Table, y: Float64Array, seed: string) {
  const sizes: number[] = [train.length];
  for (let n = CURVE_FROM; n < train.length * 0.75; n *= 2) sizes.push(n);
  const rng = createRng(`${seed} curve`), rows = takeRows(table, test), label = test.map((i) => y[i]!);
  return sizes.sort((a, b) => a - b).slice(-5).flatMap((n) => {
    const taught = train.slice(-n), target = Float64Array.from(taught, (i) => y[i]!), hits = target.reduce((sum, one) => sum + one, 0);
    if (Math.min(hits, n - hits) < 4) return [];
    const said = Array.from(predictTabular(n === train.length ? model : trainWhole(takeRows(table, taught), target, { seed }), rows));
    const { brier, auc } = measure({ deal: test.map((_, i) => i), label, weight: test.map(() => 1), probability: said, constant: test.map(() => hits / n) }, rng, 100);
    return [{ n, brier, auc }];
  });
}

function recordsOf({ deal, label, probability, constant }: Holdout, ended: readonly Ended[], known: readonly LeadAsOf[], { learner }: LeadModel, champion: LeadLearning['champion']): HoldoutRecord[] {
  const before = champion && leadScorer(champion.parameters);
  const unseen = deal.map((row) => before !== null && (champion!.windowTo === null || (ended[row]!.endedAt ?? -Infinity) > champion!.windowTo));
  const asked = deal.filter((_, i) => unseen[i]);
  const said = new Map(before ? before.score(asked.map((row) => known[row]!)).map(({ probability: p }, i) => [asked[i]!, p]) : []);
  return deal.map((row, i): HoldoutRecord => {
    // A model that is believed to know nothing says the rate: it is judged by that.
    const p = learner === null ? constant[i]! : probability[i]!, championSaid = said.get(row);
    return { subject: ended[row]!.id, label: label[i]!, probability: p, loss: (p - label[i]!) ** 2, championLoss: championSaid === undefined ? null : (championSaid - label[i]!) ** 2 };
  });
}

function sentenceOf({ n, baseRate, signal }: LeadModel, metrics: ReturnType<typeof measure> | null): string {
  const everyone = `Every lead gets the rate at which they converted, ${percent(baseRate.value)} of ${count(n)}.`;
  if (!metrics) return `Too few leads of one outcome to try it on later ones. ${everyone}`;
  const compared = `Brier ${digits(metrics.brier.value)} against ${digits(metrics.brierConstant.value)} on ${count(metrics.deals)} later leads, AUC ${metrics.auc.value.toFixed(2)}`;
  if (signal === 'none') return `No signal: what was known of leads told no more than the rate alone (${compared}). ${everyone}`;
  const skill = percent(metrics.improvement.value / metrics.brierConstant.value);
  return `${signal === 'weak' ? 'Weak signal: the' : 'The'} model removes ${skill} of the error of always saying the rate (${compared}).`;
}
