/** Shapes of what a workspace's past says of an experiment that is planned: how many units there would be, and what they do without it. Browser-safe. */
import { z } from 'zod';
import { MEASURES, subject, UNITS } from './schema';

/** What is asked: an experiment as if it had run over the last `windowDays`. */
export const baseRatesQuery = z.object({
  unit: z.enum(UNITS), subject,
  windowDays: z.coerce.number().int().min(7).max(365).default(90).describe('days of the past that are looked at'),
  followDays: z.coerce.number().min(1).max(365).nullable().default(null).describe('days for which each unit is followed, as a metric’s window does; null: until now'),
});
export type BaseRatesQuery = z.output<typeof baseRatesQuery>;

export const baseRate = z.object({
  measure: z.enum(MEASURES),
  kind: z.enum(['binomial', 'ratio', 'mean']).describe('binomial: share of units with at least one; ratio: all of them over all of them; mean: a number a unit, in the workspace’s currency'),
  n: z.number().int().describe('units that were followed'),
  value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable().describe('95% interval'),
  sd: z.number().nullable().describe('spread from unit to unit, of a ratio by the delta method; what a sample size rests on'),
  missing: z.string().nullable().describe('why there is no figure'),
});
export type BaseRate = z.infer<typeof baseRate>;

export const baseRates = z.object({
  unit: z.enum(UNITS), windowDays: z.number().int(), followDays: z.number().nullable(),
  traffic: z.object({
    perDay: z.number().nullable().describe('units a day that would be exposed for the first time'), units: z.number().int(), days: z.number().describe('days that they were counted over'), missing: z.string().nullable(),
  }),
  rates: z.array(baseRate),
});
export type BaseRates = z.infer<typeof baseRates>;
