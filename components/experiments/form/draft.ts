/** An experiment while it is being designed: what each template begins with, and what one choice means for the others. Pure. */
import type { Allocation, ExperimentType, Measure, Metric, NewExperiment, Subject, Unit, VariantPayload } from '@/lib/experiments/schema';
import { plan } from '@/lib/experiments/schema';
import { EXTERNAL_WORDS, measureWords, ORDER_WORDS, providerName, WORDING_WORDS } from '../experiment-words';
import type { Choices, RuleChoice } from './choices';

/** Numbers may be missing (NaN, or null once it was kept as text) until they are typed. */
export type Draft = NewExperiment;
export type DraftVariant = Draft['variants'][number];

const newMetric = (given: Pick<Metric, 'key' | 'name' | 'kind' | 'role'> & Partial<Metric>): Metric => ({ better: 'higher', windowDays: null, delayDays: 0, cap: null, adjusted: false, measure: null, tolerance: given.role === 'guardrail' ? 0.2 : 0, ...given });

export function measuredMetric(measure: Measure, role: Metric['role']): Metric {
  const { name, kinds, better, windowDays } = measureWords(measure);
  return newMetric({ key: measure, name, kind: kinds[0]!, role, better, windowDays, measure });
}

export const reportedMetric = (role: Metric['role'], key: string, name: string): Metric => newMetric({ key, name, kind: 'binomial', role, windowDays: 14 });

/** A key from a name: small letters, digits and underscores, and none that is taken. */
export function keyFrom(name: string, taken: readonly string[]): string {
  const base = name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 36) || 'variant';
  if (!taken.includes(base)) return base;
  let n = 2;
  while (taken.includes(`${base}_${n}`)) n++;
  return `${base}_${n}`;
}

export const newVariant = (name: string, payload: VariantPayload, taken: readonly string[] = []): DraftVariant => ({ key: keyFrom(name, taken), name, description: '', weight: 1, levels: [], payload });

function withDefaults(given: Pick<Draft, 'subject' | 'unit' | 'variants' | 'metrics'> & Partial<Draft>): Draft {
  return { ...plan.parse({ metrics: given.metrics }), name: '', hypothesis: '', type: 'SEQUENTIAL', allocation: 'EQUAL', layer: '', traffic: 1, startAt: null, stopAt: null, ...given };
}

const productMetrics = (): Metric[] => [measuredMetric('acted', 'primary'), measuredMetric('helpful', 'secondary'), measuredMetric('incorrect', 'guardrail')];

/** The rule as it is, and as it would be if it spoke less: a higher bar for a risk, silence where there is no such number. */
export function ruleVariants(rule: RuleChoice): DraftVariant[] {
  const now = Object.fromEntries(rule.settings.map(({ key, value }) => [key, value]));
  const bar = rule.polarity === 'risk' ? rule.settings.find(({ unit, value, max }) => unit !== 'people' && value < max) : undefined;
  const raised = bar && Math.min(bar.max, bar.unit === 'percentile' ? Math.ceil((bar.value + 100) / 2) : Math.ceil(bar.value * 1.5));
  return [
    newVariant('As it is now', { kind: 'rule', enabled: true, settings: now }),
    bar && raised ? newVariant('Quieter', { kind: 'rule', enabled: true, settings: { ...now, [bar.key]: raised } }) : newVariant('Silent', { kind: 'rule', enabled: false, settings: now }),
  ].map((one, index) => (index === 0 ? { ...one, key: 'control' } : one));
}

/** Two variants to begin with, for each kind of subject. */
export function beginningOf(subject: Subject, choices: Choices): DraftVariant[] {
  const control = (one: DraftVariant): DraftVariant => ({ ...one, key: 'control' });
  switch (subject.kind) {
    case 'rule': {
      const rule = choices.rules.find(({ key }) => key === subject.ruleKey) ?? choices.rules[0];
      return rule ? ruleVariants(rule) : [];
    }
    case 'presentation': {
      const { order, wording } = choices.presentation;
      const other = order === 'actions_first' ? 'severity' : 'actions_first';
      return [control(newVariant('As it is now', { kind: 'presentation', order, wording })), newVariant(ORDER_WORDS[other], { kind: 'presentation', order: other, wording })];
    }
    case 'prompt': {
      const versions = choices.prompts.find(({ task }) => task === subject.task)?.versions ?? [];
      const production = versions.find((one) => one.production) ?? versions[0];
      const other = versions.find(({ id }) => id !== production?.id) ?? production;
      if (!production || !other) return [];
      return [control(newVariant(`Version ${production.version}`, { kind: 'prompt', versionId: production.id })), newVariant(`Version ${other.version}${other === production ? ' again' : ''}`, { kind: 'prompt', versionId: other.id })];
    }
    case 'model': {
      const [first, second] = [choices.providers[0] ?? 'builtin', choices.providers[1] ?? 'builtin'];
      return [control(newVariant(providerName(first), { kind: 'model', provider: first })), newVariant(providerName(second), { kind: 'model', provider: second })];
    }
    case 'external': return [control(newVariant('As it is now', { kind: 'external', value: '' })), newVariant('Something new', { kind: 'external', value: '' })];
  }
}

export const TEMPLATES = [
  { key: 'rule', title: 'A quieter rule', what: 'Does a warning that speaks less often get acted on more?' },
  { key: 'order', title: 'Order of advice', what: 'What to do first, instead of the most serious first.' },
  { key: 'wording', title: 'Brief wording', what: 'One sentence at first sight, the rest when it is opened.' },
  { key: 'prompt', title: 'Prompt version', what: 'Another version of what the language model is asked.' },
  { key: 'external', title: 'Something my own program sends', what: 'Subject lines, sequences, timing: your program asks which variant and reports what came of it.' },
] as const;
export type TemplateKey = (typeof TEMPLATES)[number]['key'];

/** Why a template cannot be used here, or null. */
export function closedBecause(key: TemplateKey, choices: Choices): string | null {
  if (key === 'rule' && choices.rules.length === 0) return 'There is no rule that speaks.';
  if (key !== 'prompt') return null;
  if (!choices.hasModel) return 'No language model has a key, so all versions would give the same advice.';
  return choices.prompts.some(({ versions }) => versions.length > 1) ? null : 'No prompt has a second version yet: write one under Prompts.';
}

export function fromTemplate(key: TemplateKey, choices: Choices): Draft {
  const product = { unit: 'deal' as Unit, metrics: productMetrics() };
  switch (key) {
    case 'rule': {
      const rule = choices.rules.find(({ enabled, polarity, settings }) => enabled && polarity === 'risk' && settings.some(({ unit }) => unit !== 'people')) ?? choices.rules[0];
      const subject = { kind: 'rule' as const, ruleKey: rule?.key ?? '' };
      return withDefaults({ ...product, subject, variants: beginningOf(subject, choices), ...ruleText(rule) });
    }
    case 'order': return withDefaults({ ...product, subject: { kind: 'presentation' }, variants: beginningOf({ kind: 'presentation' }, choices), name: 'Order of advice', hypothesis: 'With what to do first, more of the advice is acted on.' });
    case 'wording': {
      const { order, wording } = choices.presentation;
      const other = wording === 'brief' ? 'full' : 'brief';
      const variants = [{ ...newVariant('As it is now', { kind: 'presentation', order, wording }), key: 'control' }, newVariant(WORDING_WORDS[other], { kind: 'presentation', order, wording: other })];
      return withDefaults({ ...product, subject: { kind: 'presentation' }, variants, name: other === 'brief' ? 'Brief wording' : 'Full wording', hypothesis: `When advice is said ${WORDING_WORDS[other].toLowerCase()}, more of it is acted on.` });
    }
    case 'prompt': {
      const prompt = choices.prompts.find(({ versions }) => versions.length > 1) ?? choices.prompts[0];
      const subject = { kind: 'prompt' as const, task: prompt?.task ?? '' };
      return withDefaults({ ...product, subject, variants: beginningOf(subject, choices), name: `Version of “${prompt?.title ?? ''}”`, hypothesis: 'With the other version, more of the advice is acted on.' });
    }
    case 'external': {
      const subject = { kind: 'external' as const, what: 'subject_line' as const };
      return withDefaults({
        unit: 'contact', subject, variants: beginningOf(subject, choices), name: `${EXTERNAL_WORDS.subject_line} test`, hypothesis: 'With the new subject line, more contacts reply.',
        metrics: [reportedMetric('primary', 'replied', 'Replied'), { ...reportedMetric('guardrail', 'opted_out', 'Opted out'), better: 'lower' }],
      });
    }
  }
}

export const ruleText = (rule: RuleChoice | undefined) => ({ name: `${rule?.name ?? 'A rule'}, quieter`, hypothesis: `If “${rule?.name ?? ''}” speaks less often, more of what it says is acted on, and nothing is missed.` });

/** Another subject: its own variants, and the unit and metrics that go with who assigns and who counts. */
export function withSubject(draft: Draft, subject: Subject, choices: Choices): Draft {
  const before = draft.subject.kind === 'external', after = subject.kind === 'external';
  const moved = before === after ? {} : after ? { unit: 'contact' as Unit, metrics: [reportedMetric('primary', 'replied', 'Replied')] } : { unit: 'deal' as Unit, metrics: productMetrics() };
  const unit = !after && subject.kind !== 'presentation' && draft.unit === 'user' ? { unit: 'deal' as Unit } : {};
  return withoutFactors({ ...draft, ...moved, ...unit, subject, variants: beginningOf(subject, choices) });
}

const withoutFactors = (draft: Draft): Draft => (draft.type === 'MULTIVARIATE' || draft.factors.length > 0 ? { ...draft, type: draft.type === 'MULTIVARIATE' ? 'SEQUENTIAL' : draft.type, factors: [], variants: draft.variants.map((one) => ({ ...one, levels: [] })) } : draft);

export const isBandit = (allocation: Allocation): boolean => allocation === 'THOMPSON' || allocation === 'UCB';

/** Another type, with an allocation that goes with it. */
export function withType(draft: Draft, type: ExperimentType): Draft {
  const bandit = type === 'MULTI_ARMED_BANDIT';
  const allocation = bandit === isBandit(draft.allocation) ? draft.allocation : bandit ? 'THOMPSON' : 'EQUAL';
  return { ...(type === 'MULTIVARIATE' ? draft : withoutFactors(draft)), type, allocation };
}

/** Every combination of the levels as a variant; what was written of one that stays is kept. The first has the first level of each. */
export function withFactors(draft: Draft, factors: Draft['factors']): Draft {
  const combinations = factors.reduce<number[][]>((all, { levels }) => all.flatMap((one) => levels.map((_name, level) => [...one, level])), [[]]);
  if (combinations.length > 12) return { ...draft, factors };
  const kept = new Map(draft.variants.map((one) => [one.levels.join(), one]));
  const first = draft.variants[0]?.payload ?? { kind: 'external' as const, value: '' };
  const taken: string[] = [];
  const variants = combinations.map((levels, index): DraftVariant => {
    const names = levels.map((level, factor) => factors[factor]!.levels[level]!);
    const old = kept.get(levels.join());
    const key = index === 0 ? 'control' : keyFrom(names.join(' '), taken);
    taken.push(key);
    return { key, name: names.join(', ').slice(0, 80), description: old?.description ?? '', weight: 1, levels, payload: old?.payload ?? payloadOf(draft.subject, factors, levels) ?? first };
  });
  return { ...draft, type: 'MULTIVARIATE', allocation: 'EQUAL', factors, variants };
}

const ORDERS = Object.entries(ORDER_WORDS) as [keyof typeof ORDER_WORDS, string][];
const WORDINGS = Object.entries(WORDING_WORDS) as [keyof typeof WORDING_WORDS, string][];

/** What a combination does where it can be told from its levels: order and wording by their names, a program's by what it is told. */
function payloadOf(subject: Subject, factors: Draft['factors'], levels: readonly number[]): VariantPayload | null {
  const names = levels.map((level, factor) => factors[factor]!.levels[level]!);
  if (subject.kind === 'external') return { kind: 'external', value: names.map((name, factor) => `${factors[factor]!.name}: ${name}`).join('; ') };
  if (subject.kind !== 'presentation') return null;
  const order = ORDERS.find(([, words]) => names.includes(words))?.[0], wording = WORDINGS.find(([, words]) => names.includes(words))?.[0];
  return order && wording ? { kind: 'presentation', order, wording } : null;
}

/** Factors to begin with. */
export const firstFactors = (subject: Subject): Draft['factors'] => subject.kind === 'presentation'
  ? [{ name: 'Order', levels: [ORDER_WORDS.severity, ORDER_WORDS.actions_first] }, { name: 'Wording', levels: [WORDING_WORDS.full, WORDING_WORDS.brief] }]
  : [{ name: 'First factor', levels: ['as now', 'new'] }, { name: 'Second factor', levels: ['as now', 'new'] }];

/** The design as the server takes it: numbers where numbers are compared, texts without stray space. */
export const toSend = (draft: Draft): NewExperiment => ({
  ...draft,
  targeting: draft.targeting.map((condition) => ({
    ...condition,
    values: condition.values.map((value) => (typeof value === 'string' && (condition.op === 'at_least' || condition.op === 'at_most') && Number.isFinite(Number(value)) && value.trim() !== '' ? Number(value) : typeof value === 'string' ? value.trim() : value)),
  })),
});
