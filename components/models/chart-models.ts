/** What the charts of a version draw, prepared from its figures. Pure. */
import type { CheckSeriesModel } from '@/components/charts/check-series';
import type { IntervalSeriesModel } from '@/components/charts/interval-series';
import type { ReliabilityModel } from '@/components/charts/reliability';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import { driftReport, type DriftReport } from '@/lib/models/drift/schema';
import { MODELS, type DriftLook, type ModelName, type VersionMetrics } from '@/lib/models/life/schema';
import { count, curveTitle, DRIFT_WORDS, driftTitle, reliabilityTitle, sentenceCase, subjectOf } from './model-words';

/** One look for drift. */
export interface DriftCheck { id: string; version: string; at: string; report: DriftReport }

/** Stored looks, newest first, as checks, oldest first. One whose report is of another shape is left out: nothing could be said of it. */
export const readChecks = (looks: readonly DriftLook[]): DriftCheck[] => looks.flatMap(({ id, version, at, report }) => {
  const parsed = driftReport.safeParse(report);
  return parsed.success ? [{ id, version, at, report: parsed.data }] : [];
}).reverse();

export function reliabilityModel(metrics: VersionMetrics | null, model: ModelName, version: string, habits: ReadingHabits, named = false): ReliabilityModel {
  const subject = subjectOf(model);
  const title = metrics ? reliabilityTitle(metrics, habits) : 'Too few outcomes to see whether a probability means what it says';
  return {
    title: named ? `${version}: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title,
    line: metrics ? `${count(metrics.n, subject.one, habits, subject.many)} that ended after everything it had learned from; 95% intervals (Wilson).` : undefined,
    points: (metrics?.reliability ?? []).filter(({ n }) => n > 0).toSorted((a, b) => a.predicted - b.predicted).map(({ predicted, observed, low, high, n }) => ({ said: predicted, happened: observed, low, high, n })),
    happened: subject.happened,
    empty: `Each probability will stand here against how often such ${subject.many} were ${subject.happened}, once enough of them ended after what it learned from.`,
    fileName: `reliability-${version}`,
  };
}

/** Ends of an axis around what is drawn, with a little room. */
export function axisAround(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.1, 0.005);
  return [Math.max(0, low - room), high + room];
}

export function curveModel(metrics: VersionMetrics | null, model: ModelName, version: string, habits: ReadingHabits): IntervalSeriesModel {
  const subject = subjectOf(model);
  const { learnsFrom } = MODELS[model];
  const points = (metrics?.learningCurve ?? []).toSorted((a, b) => a.n - b.n);
  const constant = metrics?.brierConstant.value;
  return {
    title: curveTitle(points, learnsFrom, habits),
    line: `Its error on the same later ${subject.many} when only the last so many ${learnsFrom} before them teach. Lower is better.`,
    points: points.map(({ n, brier }) => ({ label: formatNumber(n, habits), value: brier.value, low: brier.low, high: brier.high, n: null })),
    measure: 'Error (Brier)', across: sentenceCase(learnsFrom), write: 'score',
    domain: points.length > 0 ? axisAround([...points.flatMap(({ brier }) => [brier.low, brier.high]), ...(constant === undefined ? [] : [constant])]) : undefined,
    against: constant === undefined ? undefined : { value: constant, text: `always saying the ${subject.rate}` },
    empty: `Versions trained from now on show here how their error falls as more ${learnsFrom} teach them.`,
    fileName: `learning-curve-${version}`,
  };
}

/** From these drift scores on a check warns (if chance does not explain it). */
export const DRIFT_LEVELS = [{ value: 0.1, text: 'warning' }, { value: 0.2, text: 'critical' }] as const;

/** Checks, oldest first. */
export function driftModel(checks: readonly DriftCheck[], model: ModelName): CheckSeriesModel {
  return {
    title: driftTitle(checks),
    line: 'How much worse it got than when it was measured, by check. A warning needs both: a score past the line, and that chance does not explain it.',
    points: checks.map(({ id, at, report }) => ({ key: id, at, value: report.drift_score, word: DRIFT_WORDS[report.drift_status].name, tone: report.drift_score === null && report.drift_status === 'no_drift' ? 'forecast' : DRIFT_WORDS[report.drift_status].tone, said: report.sentence })),
    measure: 'Drift score', levels: DRIFT_LEVELS,
    empty: 'A dot a check, from the first one on.', fileName: `drift-${model}`,
  };
}
