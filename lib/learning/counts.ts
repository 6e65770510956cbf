/** What the figures of insights are counted from, and which insights each of them counts. Figures of insights that share a deal are sums over deals, which share its luck. Pure. */
import { clusterSums, type ClusterSums } from '@/lib/stats/clustered-rates';
import type { ForecastCell } from './calibration';
import type { AdvisedDeal } from './effect';
import type { LearningQuery } from './schema';

/** `before`: in the period that the one asked about is compared with. Null: earlier, or never. */
export type When = 'before' | 'in' | 'after' | null;
type Version = { prompt: string; provider: string; model: string | null };

/** Insights that are alike in all that a figure asks for, each about the deal of the same place in `deals` (deals are numbered in the order of their ids). */
export type InsightsAlike = Version & {
  type: string; simulated: boolean; claim: string;
  /** Of a rule whose record in this workspace tells deals apart. */
  own: boolean;
  acted: boolean; resolution: string; actedResult: string | null; shown: When; resolved: When;
  /** First day of the month in which they were resolved, if in the period. */
  month: string | null;
  /** How their deals ended, if in the period. */
  end: 'won' | 'lost' | null;
  deals: readonly number[];
  /** Where there is an end, ms from being shown to it: negative when it was over. */
  waited: readonly number[];
  /** What forecasts said, where there is an end. */
  chances: readonly (number | null)[];
};
/** Answers that are alike, each about the deal and insight of the same place. */
export type AnswersAlike = Version & {
  kind: string | null; stars: number | null; answered: When;
  /** To an insight that somebody was shown. */
  shown: boolean;
  /** When their givers first said that they acted on it. */
  acted: When;
  deals: readonly number[]; insights: readonly number[];
  /** Where somebody acted, ms from seeing the insight to that. */
  waited: readonly number[];
};
/** Hours from when an insight was first seen to when somebody first said that they acted on it. */
export type Delay = { deal: number; hours: number };

/** `before`: of the period before the one asked about. */
export type KeyedSums = ClusterSums & { key: string; before: boolean };

export type InsightCounts = {
  insights: number; simulated: number; notTestable: number;
  /** What there is in the period and the one before, whatever the filters. */
  choices: { type: string; prompt: string; model: string | null; provider: string }[];
  accuracy: KeyedSums[];
  /** Right among the resolved claims of winning and of losing, by claim. */
  claims: KeyedSums[];
  actedOn: KeyedSums[]; actionRate: KeyedSums[];
  /** By `own` (a rule with its own record here) and `general`. */
  personal: KeyedSums[];
  helpful: KeyedSums[]; stars: KeyedSums[];
  /** By first day of the month. */
  months: KeyedSums[];
  versions: { promptVersion: string; provider: string; model: string | null; shown: number; accuracy: ClusterSums; actionRate: ClusterSums; brier: ClusterSums }[];
  /** By `versionKey`. */
  versionHelpful: KeyedSums[];
};

export const versionKey = (v: { promptVersion: string; provider: string; model: string | null }): string => `${v.promptVersion}|${v.provider}|${v.model ?? ''}`;
const keyOf = ({ prompt, ...version }: Version): string => versionKey({ promptVersion: prompt, ...version });

type Counted<Row> = {
  where: (row: Row) => boolean;
  /** What one insight (the one at `at`) adds; null counts for nothing. */
  hit: (row: Row, at: number) => number | boolean | null;
  key?: (row: Row) => string;
  when?: (row: Row) => When;
};

/** Sums over deals of the rows that `where` keeps, apart by key and period, in the order of the keys. */
function sums<Row extends { deals: readonly number[] }>(rows: readonly Row[], { where, hit, key = () => '', when = () => 'in' }: Counted<Row>): KeyedSums[] {
  const apart = new Map<string, Row[]>();
  let most = 0;
  for (const row of rows) {
    const period = when(row);
    if ((period !== 'in' && period !== 'before') || !where(row)) continue;
    const name = `${period} ${key(row)}`;
    const alike = apart.get(name);
    if (alike) alike.push(row); else apart.set(name, [row]);
    for (const deal of row.deals) if (deal > most) most = deal;
  }
  // By number of the deal, for one key after the other.
  const [n, hits] = [new Float64Array(most + 1), new Float64Array(most + 1)];
  const sumOf = (alike: readonly Row[]): ClusterSums => {
    const deals: number[] = [];
    for (const row of alike) {
      for (let at = 0; at < row.deals.length; at++) {
        const value = hit(row, at);
        if (value === null) continue;
        const deal = row.deals[at]!;
        if (n[deal] === 0) deals.push(deal);
        n[deal]!++;
        hits[deal]! += Number(value);
      }
    }
    const sum = clusterSums(deals.map((deal) => ({ n: n[deal]!, hits: hits[deal]! })));
    for (const deal of deals) n[deal] = hits[deal] = 0;
    return sum;
  };
  return [...apart.values()].map((alike) => ({ key: key(alike[0]!), before: when(alike[0]!) === 'before', ...sumOf(alike) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

export const keeps = ({ type, prompt, model, provider }: Pick<LearningQuery, 'type' | 'prompt' | 'model' | 'provider'>) => (row: InsightsAlike): boolean =>
  (!type || row.type === type) && (!prompt || row.prompt === prompt) && (!model || row.model === model) && (!provider || row.provider === provider);

/** Plainly: a warning that somebody acted on is counted apart, whether it came true or not, since acting changes what it predicted. */
const isResolved = ({ resolution, actedResult }: InsightsAlike): boolean => (resolution === 'right' || resolution === 'wrong') && actedResult === null;
const isRight = ({ resolution }: InsightsAlike): boolean => resolution === 'right';
/** Seen or resolved since the period before began. */
const isRecent = ({ shown, resolved }: InsightsAlike): boolean => shown !== null || resolved !== null;

const countOf = (rows: readonly InsightsAlike[], where: (row: InsightsAlike) => boolean): number => rows.reduce((sum, row) => sum + (where(row) ? row.deals.length : 0), 0);
const squaredError = ({ end, chances }: InsightsAlike, at: number): number | null => { const said = chances[at]; return said == null ? null : (said - (end === 'won' ? 1 : 0)) ** 2; };

/** `seen`: whatever the filters; `answers`: those that the filters keep. */
export function countInsights(seen: readonly InsightsAlike[], answers: readonly AnswersAlike[], filter: Parameters<typeof keeps>[0]): InsightCounts {
  const recent = seen.filter(isRecent);
  const rows = recent.filter(keeps(filter));
  const inView = ({ shown, resolved }: InsightsAlike) => shown === 'in' || resolved === 'in';
  const resolvedIn = (row: InsightsAlike) => isResolved(row) && row.resolved === 'in';
  const [whenResolved, whenShown, whenAnswered] = [(row: InsightsAlike) => row.resolved, (row: InsightsAlike) => row.shown, (row: AnswersAlike) => row.answered];
  const saidSo = (row: AnswersAlike) => row.shown && row.kind !== null;
  const isHelpful = ({ kind }: AnswersAlike) => kind === 'helpful';
  return {
    insights: countOf(rows, inView), simulated: countOf(rows, (row) => row.simulated && inView(row)),
    notTestable: countOf(rows, (row) => row.resolution === 'not_testable' && row.actedResult === null && row.resolved === 'in'),
    choices: recent.map(({ type, prompt, model, provider }) => ({ type, prompt, model, provider })),
    accuracy: sums(rows, { where: isResolved, hit: isRight, when: whenResolved }),
    claims: sums(rows, { where: (row) => resolvedIn(row) && (row.claim === 'won' || row.claim === 'lost'), hit: isRight, key: (row) => row.claim }),
    actedOn: sums(rows, { where: (row) => row.actedResult !== null, hit: (row) => row.actedResult === 'averted', when: whenResolved }),
    actionRate: sums(rows, { where: () => true, hit: (row) => row.acted, when: whenShown }),
    personal: sums(rows, { where: (row) => resolvedIn(row) && row.type !== 'forecast', hit: isRight, key: (row) => (row.own ? 'own' : 'general') }),
    helpful: sums(answers, { where: saidSo, hit: isHelpful, when: whenAnswered }),
    stars: sums(answers, { where: (row) => row.shown && row.stars !== null, hit: (row) => row.stars, when: whenAnswered }),
    months: sums(rows, { where: resolvedIn, hit: isRight, key: (row) => row.month ?? '' }),
    versions: versionsIn(rows, resolvedIn),
    versionHelpful: sums(answers, { where: (row) => saidSo(row) && row.answered === 'in', hit: isHelpful, key: keyOf }),
  };
}

function versionsIn(rows: readonly InsightsAlike[], resolvedIn: (row: InsightsAlike) => boolean): InsightCounts['versions'] {
  const by = (counted: Pick<Counted<InsightsAlike>, 'where' | 'hit'>) => new Map(sums(rows, { ...counted, key: keyOf }).map((sum) => [sum.key, sum]));
  const accuracy = by({ where: resolvedIn, hit: isRight });
  const actionRate = by({ where: (row) => row.shown === 'in', hit: (row) => row.acted });
  const brier = by({ where: (row) => row.type === 'forecast' && row.end !== null, hit: squaredError });
  const none = clusterSums([]);
  return [...new Map(rows.map((row) => [keyOf(row), row]))].map(([key, { prompt, provider, model }]) => ({
    promptVersion: prompt, provider, model, shown: actionRate.get(key)?.n ?? 0, accuracy: accuracy.get(key) ?? none, actionRate: actionRate.get(key) ?? none, brier: brier.get(key) ?? none,
  })).filter((version) => version.accuracy.n + version.actionRate.n + version.brier.n > 0);
}

/** The forecasts shown before their deal closed, added up by deal and tenth of the probability, in the order of the deals. */
export function forecastCells(rows: readonly InsightsAlike[]): ForecastCell[] {
  const cells = new Map<number, ForecastCell>();
  for (const row of rows) {
    if (row.type !== 'forecast' || row.end === null) continue;
    for (const [at, deal] of row.deals.entries()) {
      const [said, squared] = [row.chances[at], squaredError(row, at)];
      if (said == null || squared === null || row.waited[at]! <= 0) continue;
      const bin = Math.min(9, Math.floor(said * 10));
      const cell = cells.get(deal * 10 + bin) ?? { deal, bin, n: 0, said: 0, won: 0, squared: 0 };
      cells.set(deal * 10 + bin, { deal, bin, n: cell.n + 1, said: cell.said + said, won: cell.won + Number(row.end === 'won'), squared: cell.squared + squared });
    }
  }
  return [...cells.values()].sort((a, b) => a.deal - b.deal || a.bin - b.bin);
}

/** The closed deals on which somebody was shown advice: whether any was acted on, how it ended and how many days after the first advice. */
export function advisedDeals(rows: readonly InsightsAlike[]): AdvisedDeal[] {
  const deals = new Map<number, AdvisedDeal>();
  for (const { deals: about, waited, acted, end } of rows) {
    if (end === null) continue;
    for (const [at, number] of about.entries()) {
      const days = waited[at]! / 86_400_000;
      if (days <= 0) continue;
      const deal = deals.get(number);
      deals.set(number, { acted: acted || (deal?.acted ?? false), won: end === 'won', days: Math.max(days, deal?.days ?? 0) });
    }
  }
  return [...deals.values()];
}

/** For the insights acted on in the period. */
export function delaysToAction(answers: readonly AnswersAlike[]): Delay[] {
  const first = new Map<number, Delay & { acted: When }>();
  for (const { acted, answered, deals, insights, waited } of answers) {
    if (acted === null || answered === 'before') continue;
    for (const [at, insight] of insights.entries()) {
      const hours = waited[at]! / 3_600_000;
      if (hours < (first.get(insight)?.hours ?? Infinity)) first.set(insight, { deal: deals[at]!, hours, acted });
    }
  }
  return [...first.values()].flatMap(({ deal, hours, acted }) => (acted === 'in' ? [{ deal, hours: Math.max(0, hours) }] : []));
}
