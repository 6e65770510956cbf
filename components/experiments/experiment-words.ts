/** What the screens of experiments say in words. Pure: every number comes from the experiment or its results. */
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { Tone } from '@/components/ui/tone';
import { MEASURE_KINDS, MEASURE_WORDS } from '@/lib/experiments/measures';
import type { IntervalFigure, Verdict } from '@/lib/experiments/results-schema';
import type { Allocation, Condition, Disposition, Experiment, ExperimentStatus, ExperimentType, Measure, Metric, MetricKind, Presentation, Subject, Unit, VariantPayload } from '@/lib/experiments/schema';

const MINUS = '\u2212';

export const TYPE_WORDS: Record<ExperimentType, { name: string; what: string }> = {
  SEQUENTIAL: { name: 'Sequential', what: 'May be looked at any day and stopped as soon as the difference is clear, in either direction.' },
  AB_TEST: { name: 'A/B test', what: 'Runs until the planned number is reached, and is decided then. Needs the fewest units where nobody stops early.' },
  MULTI_ARMED_BANDIT: { name: 'Bandit', what: 'Moves traffic to what does better while it learns. Costs less while it runs; says less about how large the difference is.' },
  MULTIVARIATE: { name: 'Several factors', what: 'Every combination of two or more things that differ, to see what each one does and whether they depend on each other.' },
};
export const ALLOCATION_WORDS: Record<Allocation, string> = { EQUAL: 'Equal shares', WEIGHTED: 'Shares that you set', THOMPSON: 'Thompson sampling (bandit)', UCB: 'Upper confidence bound (bandit)' };
export const UNIT_WORDS: Record<Unit, { one: string; many: string; why: string }> = {
  deal: { one: 'deal', many: 'deals', why: 'Each deal keeps its variant. The usual choice for what is said about deals.' },
  account: { one: 'account', many: 'accounts', why: 'All deals of an account get the same, so that nobody sees both.' },
  contact: { one: 'contact', many: 'contacts', why: 'Each person written to keeps their variant.' },
  user: { one: 'person of yours', many: 'people of yours', why: 'Each of your own people keeps their variant. Few people need a long time.' },
  message: { one: 'message', many: 'messages', why: 'Each message is drawn by itself; a person may see several variants.' },
};
export const STATUS_WORDS: Record<ExperimentStatus, { name: string; tone: Tone }> = {
  draft: { name: 'Draft', tone: 'neutral' }, scheduled: { name: 'Scheduled', tone: 'forecast' }, running: { name: 'Running', tone: 'action' },
  paused: { name: 'Paused', tone: 'caution' }, stopped: { name: 'Stopped', tone: 'neutral' }, completed: { name: 'Decided', tone: 'neutral' },
};
export const HEALTH_WORDS = { ok: { name: 'Healthy', tone: 'opportunity' }, caution: { name: 'Look at it', tone: 'caution' }, alert: { name: 'Not to be trusted', tone: 'risk' } } as const satisfies Record<string, { name: string; tone: Tone }>;
export const VERDICT_TONES: Record<Verdict['kind'], Tone> = { winner: 'opportunity', control: 'forecast', harm: 'risk', futile: 'forecast', keep_going: 'action', too_early: 'neutral', doubtful: 'caution', adaptive: 'action' };

/** Days in which each usually has happened. */
const USUAL_DAYS: Record<Measure, number> = { helpful: 14, answered: 14, acted: 14, incorrect: 14, accurate: 90, won: 90, revenue: 90 };
export const measureWords = (measure: Measure): { name: string; what: string; kinds: readonly MetricKind[]; better: Metric['better']; windowDays: number } => ({ ...MEASURE_WORDS[measure], kinds: MEASURE_KINDS[measure], windowDays: USUAL_DAYS[measure] });
/** Ratios of the product's own are shares of a whole: written in percent, like a rate. */
export const lookOf = ({ kind, measure }: { kind: string; measure?: Measure | null | undefined }): string => (kind === 'ratio' && (measure === 'helpful' || measure === 'accurate') ? 'binomial' : kind);
/** How figures of a metric of the experiment are written. */
export const lookIn = ({ plan }: Pick<Experiment, 'plan'>, { key, kind }: { key: string; kind: string }): string => lookOf({ kind, measure: plan.metrics.find((one) => one.key === key)?.measure });
export const KIND_WORDS: Record<MetricKind, string> = { binomial: 'Yes or no (a rate)', count: 'A count', mean: 'A number (its average)', revenue: 'Money', ratio: 'A ratio of two sums' };
export const EXTERNAL_WORDS: Record<Extract<Subject, { kind: 'external' }>['what'], string> = {
  message: 'Message', subject_line: 'Subject line', call_to_action: 'Call to action', hook: 'Opening hook', sequence: 'Sequence', timing: 'Timing', channel: 'Channel', agent: 'Agent', guidance: 'Guidance', other: 'Something else',
};
export const ORDER_WORDS: Record<Presentation['order'], string> = { severity: 'Most serious first', actions_first: 'What to do first', confidence: 'Surest first' };
export const WORDING_WORDS: Record<Presentation['wording'], string> = { full: 'In full', brief: 'In brief' };
const PROVIDER_WORDS = { anthropic: 'Claude', openai: 'GPT', builtin: 'Built-in analyst' } as const;
export const providerName = (provider: keyof typeof PROVIDER_WORDS): string => PROVIDER_WORDS[provider];
const OP_WORDS: Record<Condition['op'], string> = { is: 'is', is_not: 'is not', at_least: 'is at least', at_most: 'is at most' };
export const OPS = Object.entries(OP_WORDS).map(([value, label]) => ({ value: value as Condition['op'], label }));

/** Names of rules and prompts by `subjectKeyOf`: a rule's key says nothing to a reader. */
export type SubjectNames = Readonly<Record<string, string>>;
export function subjectWords(of: Subject, names: SubjectNames): string {
  switch (of.kind) {
    case 'rule': return `Rule: ${names[`rule:${of.ruleKey}`] ?? of.ruleKey}`;
    case 'prompt': return `Prompt: ${names[`prompt:${of.task}`] ?? of.task}`;
    case 'model': return `Model of: ${names[`prompt:${of.task}`] ?? of.task}`;
    case 'presentation': return 'Order and wording of advice';
    case 'external': return `${EXTERNAL_WORDS[of.what]}, by a program`;
  }
}

/** What follows a number of a rule; the others say their unit in their label. */
const SETTING_UNITS: Readonly<Record<string, string>> = { days: ' days', times: ' times', percent: '%' };

/** Names and units of a rule's settings by key, of a prompt's versions by id. */
export interface PayloadLabels {
  settings?: Readonly<Record<string, { label: string; unit: string }>>;
  versions?: Readonly<Record<string, string>>;
}

/** What a variant does, in a line. */
export function payloadWords(payload: VariantPayload, { settings = {}, versions = {} }: PayloadLabels = {}): string {
  switch (payload.kind) {
    case 'rule': return payload.enabled ? Object.entries(payload.settings).map(([key, value]) => `${settings[key]?.label ?? key} ${formatNumber(value, undefined, 2)}${SETTING_UNITS[settings[key]?.unit ?? ''] ?? ''}`).join(', ') || 'It speaks' : 'It says nothing';
    case 'presentation': return `${ORDER_WORDS[payload.order]}, ${WORDING_WORDS[payload.wording].toLowerCase()}`;
    case 'prompt': return versions[payload.versionId] ?? 'A version that is gone';
    case 'model': return providerName(payload.provider);
    case 'external': return payload.value || 'Decided by the program';
  }
}

export const conditionWords = ({ attribute, op, values }: Condition): string => `${attribute} ${OP_WORDS[op]} ${values.join(' or ')}`;

export const count = (n: number, one: string, habits: ReadingHabits, many = `${one}s`): string => `${formatNumber(n, habits)} ${n === 1 ? one : many}`;
export const countUnits = (n: number, unit: Unit, habits: ReadingHabits): string => count(n, UNIT_WORDS[unit].one, habits, UNIT_WORDS[unit].many);

/** Whole days between two moments, at least 0. */
export const daysBetween = (from: string, to: string): number => Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000));

/** Points with their one decimal, so that the figures of a column can be compared: "6.0". */
const tenths = (share: number): string => (share * 100).toFixed(1);
const isRate = (kind: string): boolean => kind === 'binomial';
/** Two decimals under ten, one under a hundred, none from a thousand on: a reader compares, and does not compute. */
const digitsOf = (size: number): number => (size < 10 ? 2 : size < 1000 ? 1 : 0);

/** A rate in percent, any other mean as a number. */
export const valueWords = (value: number, kind: string, habits: ReadingHabits): string => (isRate(kind) ? `${tenths(value)}%` : formatNumber(value, habits, digitsOf(Math.abs(value))));

const signed = (value: number, text: string): string => (/[1-9]/.test(text) ? `${value < 0 ? MINUS : '+'}${text}` : text);
/** A difference without its unit: "+2.1" of a rate are points. */
export const bareDifference = (value: number, kind: string, habits: ReadingHabits): string =>
  signed(value, isRate(kind) ? tenths(Math.abs(value)) : formatNumber(Math.abs(value), habits, digitsOf(Math.abs(value))));
/** "+2.1 points (+0.6 to +3.6)" */
export const differenceWords = ({ value, low, high }: IntervalFigure, kind: string, habits: ReadingHabits): string =>
  `${bareDifference(value, kind, habits)}${isRate(kind) ? ' points' : ''} (${bareDifference(low, kind, habits)} to ${bareDifference(high, kind, habits)})`;
/** "+12%" of the control. */
export const relativeWords = (value: number, habits: ReadingHabits): string => signed(value, formatPercent(Math.abs(value), habits, 1));
/** "97.5%"; what is certain to a reader's eye says so without claiming it. */
export const chanceWords = (chance: number, habits: ReadingHabits): string => (chance > 0.999 ? 'over 99.9%' : chance < 0.001 ? 'under 0.1%' : formatPercent(chance, habits, 1));
export const pWords = (p: number): string => (p < 0.001 ? 'below 0.001' : p.toFixed(3));

export const DISPOSITION_WORDS: Record<Disposition, string> = {
  counted: 'counted', duplicate: 'sent again (counted once)', early: 'before the unit was first exposed, or before the delay was over', outside_window: 'after the days in which it counts',
  late: 'after the unit’s days were closed', unassigned: 'of units that never got a variant',
};
