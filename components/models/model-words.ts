/** What the screens of Models say in sentences. Pure: every number comes from a version, a check or a training. */
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { Tone } from '@/components/ui/tone';
import type { DriftReport } from '@/lib/models/drift/schema';
import { MODELS, type Alias, type AliasMove, type Comparison, type ModelName, type Schedule, type Training, type VersionMetrics, type VersionSummary } from '@/lib/models/life/schema';
import type { Measured } from '@/lib/models/schema';

const MINUS = '\u2212';

/** What a model judges, and what may come of it. */
const SUBJECTS = {
  deal: { one: 'deal', many: 'deals', happened: 'won', rate: 'win rate', open: 'open deal' },
  lead: { one: 'lead', many: 'leads', happened: 'converted', rate: 'conversion rate', open: 'open lead' },
  message: { one: 'message', many: 'messages', happened: 'answered', rate: 'answer rate', open: 'unsent message' },
  text: { one: 'text', many: 'texts', happened: 'as said', rate: 'most frequent label', open: 'new text' },
} as const;
export type Subject = (typeof SUBJECTS)[keyof typeof SUBJECTS];
export const subjectOf = (model: ModelName): Subject => SUBJECTS[MODELS[model].subject];

export const count = (n: number, one: string, habits: ReadingHabits, many = `${one}s`): string => `${formatNumber(n, habits)} ${n === 1 ? one : many}`;
export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A Brier score or a probability's error: 0.214. No sign before what rounds to nothing. */
export const score = (value: number): string => (Math.abs(value) < 0.0005 ? '0.000' : value.toFixed(3).replace('-', MINUS));
export const scoreRange = ({ low, high }: Measured): string => `${score(low)} to ${score(high)}`;
/** A difference keeps its sign: "+0.012", "−0.004". */
export const signedScore = (value: number): string => (Math.abs(value) < 0.0005 ? '0.000' : `${value > 0 ? '+' : ''}${score(value)}`);
export const signedRange = ({ low, high }: Measured): string => `${signedScore(low)} to ${signedScore(high)}`;
export const shareRange = ({ low, high }: Measured, habits: ReadingHabits): string => `${formatNumber(low * 100, habits)} to ${formatPercent(high, habits)}`;

export const SIGNAL_WORDS: Record<VersionSummary['signal'], { name: string; tone: Tone }> = {
  present: { name: 'Clear signal', tone: 'opportunity' }, weak: { name: 'Weak signal', tone: 'caution' }, none: { name: 'No signal', tone: 'forecast' },
};

/** What a version says of itself, without the words that its badge says already. */
export const afterBadge = (sentence: string): string => sentenceCase(sentence.replace(/^(Weak signal|No signal|Clear signal|Signal present)[:.]\s*/, ''));

export const ALIAS_WORDS: Record<Alias, { name: string; tone: Tone; what: string }> = {
  champion: { name: 'In use', tone: 'opportunity', what: 'What it says is shown.' },
  challenger: { name: 'On trial', tone: 'action', what: 'What it says is shown for a share of the records.' },
  shadow: { name: 'In shadow', tone: 'forecast', what: 'It says something of every record and nobody sees it, until outcomes tell which is better.' },
};

/** "In use", "On trial for 20%", "In shadow". */
export const aliasWords = ({ alias, share }: VersionSummary['aliases'][number], habits: ReadingHabits): string =>
  alias === 'challenger' ? `On trial for ${formatPercent(share, habits)}` : ALIAS_WORDS[alias].name;

export const DRIFT_WORDS: Record<DriftReport['drift_status'], { name: string; tone: Tone }> = {
  no_drift: { name: 'No drift', tone: 'opportunity' }, warning: { name: 'Drift: warning', tone: 'caution' }, critical: { name: 'Drift: critical', tone: 'risk' },
};

export const RECOMMENDATION_WORDS: Record<DriftReport['recommendation'], string> = {
  continue_monitoring: 'Keep watching; nothing has to be done.', schedule_retrain_soon: 'Train it anew soon.', immediate_retrain_required: 'Train it anew now.',
};

export const VERDICT_WORDS: Record<Comparison['verdict'], { name: string; tone: Tone }> = {
  better: { name: 'Better', tone: 'opportunity' }, worse: { name: 'Worse', tone: 'risk' }, no_difference: { name: 'Cannot be told apart', tone: 'forecast' }, too_few: { name: 'Too few outcomes to say', tone: 'neutral' },
};

export const TRAINING_WORDS: Record<Training['status'], { name: string; tone: Tone }> = {
  queued: { name: 'Waiting', tone: 'forecast' }, running: { name: 'At work', tone: 'action' }, completed: { name: 'Done', tone: 'opportunity' }, failed: { name: 'Failed', tone: 'risk' }, cancelled: { name: 'Cancelled', tone: 'neutral' },
};

export const isAtWork = ({ status }: Pick<Training, 'status'>): boolean => status === 'queued' || status === 'running';

const REASONS: Record<Training['reason'], (training: Pick<Training, 'actorName'>) => string> = {
  asked: ({ actorName }) => `${actorName} asked for it`, scheduled: () => 'by the schedule', drift: () => 'because of drift', labels: () => 'because of new labels', first: () => 'for the first time',
};
export const reasonWords = (training: Pick<Training, 'reason' | 'actorName'>): string => REASONS[training.reason](training);

/** What came of a training, in a sentence; null while it is at work. */
export function trainingResultWords({ status, result, error }: Pick<Training, 'status' | 'result' | 'error'>): string | null {
  if (result) return result.sentence;
  if (status === 'failed') return error ?? 'It stopped on our side. The version in use stays as it is.';
  return status === 'cancelled' ? 'The version in use stays as it is.' : null;
}

/** "v_2 put in use instead of v_1", "share of v_2 grown to 20%". */
export function moveWords({ alias, from, to, share, cause }: Pick<AliasMove, 'alias' | 'from' | 'to' | 'share' | 'cause'>, habits: ReadingHabits): string {
  if (to === null) return alias === 'champion' ? `${from ?? 'The version'} taken out of use` : `Trial of ${from ?? 'the version'} ended`;
  if (alias === 'shadow') return `${to} put in shadow`;
  if (alias === 'challenger') return from === to ? `${to} now serves ${formatPercent(share, habits)}` : `${to} put on trial for ${formatPercent(share, habits)}`;
  if (cause === 'rolled_back' || cause === 'auto_rolled_back') return `Rolled back ${cause === 'auto_rolled_back' ? 'by itself ' : ''}from ${from ?? 'the version before'} to ${to}`;
  return from === null ? `${to} put in use` : `${to} put in use instead of ${from}`;
}

const surelyBetter = ({ improvement }: VersionMetrics): boolean => improvement.low > 0;

/** Finding of the reliability chart. */
export function reliabilityTitle({ ece, reliability, n }: VersionMetrics, habits: ReadingHabits): string {
  if (reliability.length === 0) return 'Too few outcomes to see whether a probability means what it says';
  const off = formatNumber(ece.value * 100, habits, 1);
  const hopeful = reliability.filter((bin) => bin.predicted > bin.high).reduce((sum, bin) => sum + bin.n, 0);
  const careful = reliability.filter((bin) => bin.predicted < bin.low).reduce((sum, bin) => sum + bin.n, 0);
  const most = Math.max(hopeful, careful);
  const lean = most / n < 0.05 ? 'what it says is what happens' : hopeful > careful ? 'it is too hopeful' : 'it is too careful';
  return `Probabilities are ${off} points off on average: ${lean}`;
}

/** Finding of what the model looks at. */
export function importanceTitle(importance: VersionMetrics['importance']): string {
  const sure = importance.filter(({ low }) => low > 0).toSorted((a, b) => b.value - a.value);
  if (importance.length === 0) return 'What matters most is not known of this version';
  if (sure.length === 0) return 'No single fact surely makes it better';
  const [first, second] = sure;
  return second ? `What helps most: ${first!.label}, then ${second.label}` : `Only one fact surely helps: ${first!.label}`;
}

/** Finding of the learning curve: whether more outcomes still help. */
export function curveTitle(curve: VersionMetrics['learningCurve'], learnsFrom: string, habits: ReadingHabits): string {
  const points = curve.toSorted((a, b) => a.n - b.n);
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!last || !before) return `Too few ${learnsFrom} to see what more of them would bring`;
  const gain = before.brier.value - last.brier.value;
  // Beyond what the narrower of the two intervals could hide.
  const noise = Math.min(last.brier.high - last.brier.low, before.brier.high - before.brier.low) / 2;
  if (gain > noise) return `It still gets better with more ${learnsFrom}: ${score(gain)} from ${formatNumber(before.n, habits)} to ${formatNumber(last.n, habits)}`;
  if (gain < -noise) return `The newest ${learnsFrom} did not make it better`;
  return `More ${learnsFrom} would change little: it has levelled off at about ${score(last.brier.value)}`;
}

/** Finding of drift over time; the checks oldest first. */
export function driftTitle(checks: readonly { report: Pick<DriftReport, 'drift_status' | 'drift_score'> }[]): string {
  const last = checks.at(-1)?.report;
  if (!last) return 'It was not looked for drift yet';
  const since = checks.length - 1 - checks.findLastIndex(({ report }) => report.drift_status !== last.drift_status);
  const often = since > 1 ? `, for ${since} checks running` : '';
  if (last.drift_status === 'no_drift') return last.drift_score === null ? 'Too few new outcomes to say whether it got worse' : `No drift: it is as good as when it was measured${often}`;
  return `${last.drift_status === 'warning' ? 'It may be getting worse' : 'It has got clearly worse'}${often}`;
}

/** How good a version is, in a sentence for the head of its page. */
export function standingWords(version: Pick<VersionSummary, 'signal' | 'metrics' | 'trainedOn'>, model: ModelName, habits: ReadingHabits): string {
  const { learnsFrom } = MODELS[model];
  const subject = subjectOf(model);
  const learned = `learned from ${formatNumber(version.trainedOn, habits)} ${learnsFrom}`;
  if (!version.metrics) return `${sentenceCase(learned)}: too few to hold any out and measure it`;
  const { n, improvement, brierConstant } = version.metrics;
  if (version.signal === 'none' || !surelyBetter(version.metrics)) return `${sentenceCase(learned)}; on ${formatNumber(n, habits)} later ${subject.many} no surer than always saying the ${subject.rate}`;
  return `${sentenceCase(learned)}; on ${formatNumber(n, habits)} later ${subject.many} its error is ${formatPercent(improvement.value / brierConstant.value, habits)} smaller than always saying the ${subject.rate}`;
}

/** "every 7 days; trained anew after 100 new closed deals or at a drift score of 0.15". */
export function scheduleWords({ enabled, frequencyDays, minNewSamples, driftThreshold }: Schedule, learnsFrom: string, habits: ReadingHabits): string {
  if (!enabled) return 'Not looked at by itself';
  return `Looked at ${frequencyDays === 1 ? 'every day' : `every ${frequencyDays} days`}; trained anew after ${formatNumber(minNewSamples, habits)} new ${learnsFrom}, or at a drift score of ${formatNumber(driftThreshold, habits, 2)}`;
}

/** Progress of a training in words: "tuning, 3 of 8". */
export function progressWords({ status, phase, done, total }: Pick<Training, 'status' | 'phase' | 'done' | 'total'>, habits: ReadingHabits): string {
  if (status === 'queued') return 'waiting for its turn';
  return [phase || 'getting ready', total > 0 ? `${formatNumber(done, habits)} of ${formatNumber(total, habits)}` : ''].filter(Boolean).join(', ');
}
