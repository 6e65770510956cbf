/** Rows of a file with an experiment's results: which column says what, and what a row says. Pure. */
import { invalid } from '@/lib/server/errors';
import type { Experiment, ImportColumns } from './schema';

export type ReadUnit = {
  unitId: string; variantId: string; segment: string; pre: Record<string, number> | null; exposedAt: Date;
  values: { metric: string; value: number; denominator: number; at: string | null }[];
};
export type Places = {
  unit: number | null; variant: number; exposedAt: number | null; segment: number | null;
  metrics: { key: string; kind: string; at: number; denominator: number | null; pre: number | null; delayDays: number }[];
  variants: ReadonlyMap<string, string>;
};

const tidy = (name: string): string => name.trim().toLowerCase();

/** Columns by the names given, else by the usual ones. Throws invalid where what is needed is not there. */
export function resultColumns(header: readonly string[], experiment: Pick<Experiment, 'variants' | 'plan'>, given: ImportColumns): Places {
  const at = new Map(header.map((name, i) => [tidy(name), i]));
  const find = (...names: (string | undefined)[]): number | null => names.flatMap((name) => (name === undefined ? [] : [at.get(tidy(name))])).find((place) => place !== undefined) ?? null;
  const named = (name: string | undefined, otherwise: string[], what: string): number | null => {
    const place = name === undefined ? find(...otherwise) : find(name);
    if (place === null && name !== undefined) throw invalid(`There is no column “${name}” (${what}). There are: ${header.join(', ')}.`, [{ path: what, message: 'Not a column of the file' }]);
    return place;
  };
  const variant = named(given.variant, ['variant', 'version', 'arm', 'group', 'segment'], 'variant');
  if (variant === null) throw invalid(`Say which column holds the variant. There are: ${header.join(', ')}.`, [{ path: 'variant', message: 'Choose a column' }]);
  const metrics = experiment.plan.metrics.map(({ key, kind, name, delayDays }) => {
    const place = named(given.metrics?.[key], [key, name], `metrics.${key}`);
    if (place === null) throw invalid(`Say which column holds “${name}”. There are: ${header.join(', ')}.`, [{ path: `metrics.${key}`, message: 'Choose a column' }]);
    return { key, kind, at: place, denominator: kind === 'ratio' ? find(`${key}_denominator`) : null, pre: find(`pre_${key}`), delayDays };
  });
  const missing = metrics.find(({ kind, denominator }) => kind === 'ratio' && denominator === null);
  if (missing) throw invalid(`The ratio “${missing.key}” needs a column “${missing.key}_denominator”.`);
  const exposedAt = named(given.exposedAt, ['exposed_at', 'exposedat'], 'exposedAt');
  const segment = experiment.plan.segmentBy === null ? null : named(given.segment, [experiment.plan.segmentBy], 'segment');
  return { unit: named(given.unit, ['unit', 'unit_id', 'unitid', 'userid', 'user_id', 'id'], 'unit'), variant, exposedAt, segment, metrics, variants: variantNames(experiment, given) };
}

/** By what the file says: a variant's key or name, or what was given for it. */
function variantNames({ variants }: Pick<Experiment, 'variants'>, given: ImportColumns): Map<string, string> {
  const names = new Map(variants.flatMap(({ id, key, name }) => [[tidy(key), id] as const, [tidy(name), id] as const]));
  const byKey = new Map(variants.map(({ id, key }) => [key, id]));
  for (const [said, key] of Object.entries(given.variants ?? {})) {
    const id = byKey.get(key);
    if (id === undefined) throw invalid(`There is no variant “${key}”. There are: ${[...byKey.keys()].join(', ')}.`, [{ path: `variants.${said}`, message: 'Not a variant of the experiment' }]);
    names.set(tidy(said), id);
  }
  return names;
}

const YES = new Set(['1', 'true', 'yes', 'y', 't']);
const NO = new Set(['0', 'false', 'no', 'n', 'f', '']);

/** What a row says, or in a sentence why it says nothing. */
export function readUnit(cells: readonly string[], rowNo: number, places: Places, { variants }: Pick<Experiment, 'variants'>, now: Date): ReadUnit | string {
  const cell = (place: number | null): string => (place === null ? '' : (cells[place] ?? '').trim());
  const unitId = places.unit === null ? `row ${rowNo}` : cell(places.unit);
  if (unitId === '' || unitId.length > 200) return 'the unit has no id of at most 200 letters.';
  const variantId = places.variants.get(tidy(cell(places.variant)));
  if (variantId === undefined) return `“${cell(places.variant)}” is no variant. There are: ${variants.map(({ key }) => key).join(', ')}.`;
  const exposed = cell(places.exposedAt);
  const exposedAt = exposed === '' ? now : new Date(exposed);
  if (Number.isNaN(exposedAt.getTime()) || exposedAt > now) return `“${exposed}” is no time that has been (2026-01-31T09:00:00Z).`;
  const values: ReadUnit['values'] = [];
  const pre: Record<string, number> = {};
  for (const { key, kind, at, denominator, pre: before, delayDays } of places.metrics) {
    const said = tidy(cell(at));
    const value = kind === 'binomial' ? (YES.has(said) ? 1 : NO.has(said) ? 0 : NaN) : said === '' ? 0 : Number(said);
    const below = denominator === null ? 0 : Number(cell(denominator) || 'x');
    if (!Number.isFinite(value)) return `“${cell(at)}” is no ${kind === 'binomial' ? 'yes or no' : 'number'} (${key}).`;
    if (!Number.isFinite(below)) return `“${cell(denominator)}” is no number (${key}_denominator).`;
    // An outcome that only counts some days later is taken to have come then.
    if (value !== 0 || below !== 0) values.push({ metric: key, value, denominator: below, at: delayDays > 0 ? new Date(exposedAt.getTime() + delayDays * 86_400_000).toISOString() : null });
    if (before !== null && cell(before) !== '') {
      const number = Number(cell(before));
      if (!Number.isFinite(number)) return `“${cell(before)}” is no number (pre_${key}).`;
      pre[key] = number;
    }
  }
  return { unitId, variantId, segment: cell(places.segment).slice(0, 60), pre: Object.keys(pre).length > 0 ? pre : null, exposedAt, values };
}
