/** What is wrong with a design, field by field, in words that say what to do. Pure. */
import type { FieldProblem } from '@/lib/server/errors';
import type { NewExperiment, Unit } from './schema';

/** Units that the product itself can assign. Everything else is assigned by a program. */
export const PRODUCT_UNITS: readonly Unit[] = ['deal', 'account', 'user'];

const repeated = (values: readonly string[]): string | null => values.find((value, i) => values.indexOf(value) !== i) ?? null;

/** Empty when the experiment can be started as it is. */
export function designProblems(design: Pick<NewExperiment, 'type' | 'allocation' | 'unit' | 'subject' | 'variants' | 'metrics' | 'factors' | 'startAt' | 'stopAt'>, now: Date): FieldProblem[] {
  const found: FieldProblem[] = [];
  const wrong = (path: string, message: string) => void found.push({ path, message });
  const { type, allocation, subject, variants, metrics, factors } = design;
  const inProduct = subject.kind !== 'external';

  const key = repeated(variants.map((v) => v.key)) ?? repeated(variants.map((v) => v.name.toLowerCase()));
  if (key !== null) wrong('variants', `Two variants are called “${key}”.`);
  variants.forEach((one, i) => {
    if (one.payload.kind !== subject.kind) wrong(`variants.${i}.payload`, `This variant says nothing about what differs (${subject.kind}).`);
  });
  const said = repeated(variants.map((v) => JSON.stringify(v.payload)));
  if (inProduct && said !== null) wrong('variants', 'Two variants do the same: there would be nothing to find.');

  const bandit = allocation === 'THOMPSON' || allocation === 'UCB';
  if (type === 'MULTI_ARMED_BANDIT' && !bandit) wrong('allocation', 'A bandit moves traffic: choose THOMPSON or UCB.');
  if (type !== 'MULTI_ARMED_BANDIT' && type !== 'AB_TEST' && bandit) wrong('allocation', 'Traffic that moves belongs to a bandit: choose EQUAL or WEIGHTED here.');
  if (type === 'MULTIVARIATE') {
    const combinations = factors.reduce((product, { levels }) => product * levels.length, 1);
    const seen = new Set(variants.map(({ levels }) => levels.join()));
    const fits = variants.every(({ levels }) => levels.length === factors.length && levels.every((level, f) => level < factors[f]!.levels.length));
    if (factors.length < 2) wrong('factors', 'Name two factors or more, each with its levels.');
    else if (!fits || seen.size !== combinations || variants.length !== combinations) wrong('variants', `Every combination of the levels is one variant: ${combinations} of them, the first with the first level of each.`);
    else if (variants[0]!.levels.some((level) => level !== 0)) wrong('variants.0.levels', 'The control has the first level of each factor.');
  } else if (factors.length > 0) wrong('factors', 'Factors belong to a multivariate experiment.');

  const primary = metrics.filter(({ role }) => role === 'primary').length;
  if (primary !== 1) wrong('metrics', primary === 0 ? 'Choose the one metric that decides.' : 'Only one metric decides: make the others secondary.');
  const twice = repeated(metrics.map((m) => m.key));
  if (twice !== null) wrong('metrics', `Two metrics are called “${twice}”.`);
  metrics.forEach((one, i) => {
    if (one.adjusted && one.kind === 'ratio') wrong(`metrics.${i}.adjusted`, 'A ratio cannot be adjusted by the past.');
    if (one.cap !== null && one.kind === 'binomial') wrong(`metrics.${i}.cap`, 'Yes or no has no outliers: leave the cap out.');
    if (one.measure !== null && !inProduct && design.unit !== 'deal' && design.unit !== 'account' && design.unit !== 'user') wrong(`metrics.${i}.measure`, 'The product counts this of deals, accounts and people only.');
  });
  // Which tasks answer to a message that is about no deal, check-subject.ts knows.
  const asked = design.unit === 'message' && (subject.kind === 'prompt' || subject.kind === 'model');
  if (inProduct && !asked && !PRODUCT_UNITS.includes(design.unit)) wrong('unit', 'The product assigns deals, accounts and people: choose one of them.');
  if (asked && metrics.some(({ measure }) => measure !== null)) wrong('metrics', 'The product counts nothing of such a request: report it yourself.');
  if (subject.kind !== 'presentation' && inProduct && design.unit === 'user') wrong('unit', 'Advice on a deal is made once for everybody: choose deals or accounts.');

  const [start, stop] = [design.startAt, design.stopAt].map((at) => (at === null ? null : Date.parse(at)));
  if (stop != null && stop <= Math.max(now.getTime(), start ?? 0)) wrong('stopAt', 'The end lies after the beginning, and after now.');
  return found;
}
