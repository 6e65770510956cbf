/** The lead scorer as it is kept, and what it says of a lead: probability, interval, drivers in words. Pure. */
import { z } from 'zod';
import type { LeadAsOf } from '@/lib/leads/history';
import { tabularExplainer } from '@/lib/ml/attribute';
import { sigmoid } from '@/lib/ml/logistic-regression';
import { applyIsotonic } from '@/lib/ml/calibration';
import { tabularLogOdds, type TabularModel } from '@/lib/ml/tabular';
import { unpackTabular } from '@/lib/ml/tabular-json';
import { measured, winSignal, type DealScore, type Driver } from '../schema';
import { encodeTable, sourceOf } from '../table/encode-table';
import type { ColumnKind } from '../table/column-kind';
import { leadCells, type Cells } from './lead-cells';

export const leadModel = z.object({
  kind: z.literal('lead_scorer'),
  version: z.string().regex(/^v_\d{8}_\d{6}$/),
  trainedAt: z.number(),
  /** Ended leads that taught it. */
  n: z.number().int(),
  baseRate: measured,
  signal: winSignal,
  sentence: z.string(),
  /** What each column holds (shape in ../table/column-kind.ts). */
  columns: z.array(z.custom<ColumnKind>((value) => typeof value === 'object' && value !== null && 'kind' in value)),
  /** Columns left out, and why. */
  excluded: z.array(z.object({ feature: z.string(), reason: z.string() })),
  /** Of later leads with about this probability, the share that converted lies in this interval (95%, Wilson); ascending. */
  trust: z.array(z.object({ probability: z.number(), low: z.number(), high: z.number(), n: z.number().int() })),
  /** Null: the model is the constant rate. */
  learner: z.unknown(),
});
export type LeadModel = z.infer<typeof leadModel>;

export type LeadScorer = { model: LeadModel; score: (leads: readonly LeadAsOf[]) => DealScore[] };

/** Cells by column, in the order of the model's columns. */
export const cellsOf = (columns: readonly { name: string }[], rows: readonly Cells[]): string[][] => columns.map(({ name }) => rows.map((row) => row[name] ?? ''));

const MOST_DRIVERS = 5;
/** A driver that moves the probability by less is no news. */
const LEAST_EFFECT = 0.005;

/** Throws where the stored model is none. */
export function leadScorer(stored: unknown): LeadScorer {
  const model = leadModel.parse(stored);
  const { baseRate, n, version } = model;
  const constant: DealScore = { probability: inside(baseRate.value), low: inside(baseRate.low), high: inside(baseRate.high), baseRate: baseRate.value, n, blendWeight: 1, drivers: [], modelVersion: version };
  if (model.learner === null) return { model, score: (leads) => leads.map(() => constant) };
  const learner = unpackTabular(model.learner), explain = tabularExplainer(learner);
  return {
    model,
    score: (leads) => {
      const rows = leads.map(leadCells), table = encodeTable(model.columns, cellsOf(model.columns, rows)), logOdds = tabularLogOdds(learner, table);
      return leads.map((_, i): DealScore => {
        const probability = inside(probabilityOf(learner, logOdds[i]!));
        const { contributions } = explain(table, i);
        const bySource = new Map<string, number>();
        table.columns.forEach(({ name }, c) => { bySource.set(sourceOf(name), (bySource.get(sourceOf(name)) ?? 0) + contributions[c]!); });
        const drivers = [...bySource].map(([feature, share]) => driverOf(feature, rows[i]![feature] ?? '', probability - probabilityOf(learner, logOdds[i]! - share)))
          .filter(({ effect }) => Math.abs(effect) >= LEAST_EFFECT).sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)).slice(0, MOST_DRIVERS);
        return { ...constant, probability, ...intervalAt(model.trust, probability), drivers };
      });
    },
  };
}

const probabilityOf = (learner: TabularModel, logOdds: number): number => (learner.isotonic ? applyIsotonic(learner.isotonic, logOdds) : sigmoid(logOdds));
const inside = (p: number): number => Math.min(0.999, Math.max(0.001, p));

const driverOf = (feature: string, cell: string, effect: number): Driver => ({
  feature, label: feature, direction: effect >= 0 ? '+' : '-', effect, value: `${feature}: ${cell === '' ? 'not known' : shortened(cell)}`,
});

/** As a person would say it: no hundredths of a day, no novels. */
const shortened = (cell: string): string => {
  const number = Number(cell);
  if (!Number.isNaN(number)) return number.toLocaleString('en-US', { maximumFractionDigits: Math.abs(number) < 10 ? 1 : 0 });
  return cell.length > 60 ? `${cell.slice(0, 57)}…` : cell;
};

/** Between the two nearest groups of later leads; the probability itself always lies inside. */
function intervalAt(trust: LeadModel['trust'], probability: number): { low: number; high: number } {
  const first = trust[0], last = trust.at(-1);
  if (!first || !last) return { low: 0.001, high: 0.999 };
  const above = trust.findIndex((group) => group.probability >= probability);
  const [a, b] = above < 0 ? [last, last] : above === 0 ? [first, first] : [trust[above - 1]!, trust[above]!];
  const share = b.probability > a.probability ? (probability - a.probability) / (b.probability - a.probability) : 0;
  // The distance to the edges is what is known, not where the group's own share happened to lie.
  const down = (group: typeof a): number => Math.max(0, group.probability - group.low), up = (group: typeof a): number => Math.max(0, group.high - group.probability);
  return { low: inside(probability - (down(a) + share * (down(b) - down(a)))), high: inside(probability + (up(a) + share * (up(b) - up(a)))) };
}
