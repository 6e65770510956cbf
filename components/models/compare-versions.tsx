import type { ReactNode } from 'react';
import Form from 'next/form';
import { DotIntervals } from '@/components/charts/dot-intervals';
import { roundTicks } from '@/components/charts/band-scale';
import { Reliability } from '@/components/charts/reliability';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Select } from '@/components/ui/select';
import type { Comparison, ModelName, VersionComparison, VersionMetrics, VersionSummary } from '@/lib/models/life/schema';
import { MODELS } from '@/lib/models/life/schema';
import { Badge } from '@/components/ui/badge';
import { AliasBadges, SignalBadge } from './badges';
import { reliabilityModel } from './chart-models';
import { onHoldOut } from './hold-out';
import { aliasWords, count, score, scoreRange, sentenceCase, shareRange, signedRange, signedScore, subjectOf, VERDICT_WORDS } from './model-words';

/** Which two. */
export function CompareForm({ path, versions, a, b, habits }: { path: string; versions: readonly VersionSummary[]; a: string; b: string; habits: ReadingHabits }) {
  const options = versions.map(({ version, aliases }) => ({ value: version, label: [version, ...aliases.map((one) => aliasWords(one, habits).toLowerCase())].join(', ') }));
  return (
    <Form action={path} scroll={false} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="tab" value="compare" />
      <Select key={`a${a}`} label="Version" name="a" defaultValue={a} options={options} className="w-64 max-w-full" />
      <Select key={`b${b}`} label="Beside" name="b" defaultValue={b} options={options} className="w-64 max-w-full" />
      <Button type="submit">Compare</Button>
    </Form>
  );
}

/** Two versions as they would have done on the hold-out and as they did live: the verdict first, figures and reliability side by side below. */
export function ComparisonCards({ model, compared, actions, habits }: { model: ModelName; compared: VersionComparison; /** What may be done with the first. */ actions?: ReactNode; habits: ReadingHabits }) {
  const { a, b, live } = compared;
  const tried = onHoldOut(compared);
  const subject = subjectOf(model);
  const held = tried && tried.verdict !== 'too_few' ? tried : null;
  const lived = live.verdict !== 'too_few' ? live : null;
  const rows = [
    { key: 'tried', label: 'On the same hold-out', of: held }, { key: 'live', label: 'Live', of: lived },
  ].flatMap(({ key, label, of }) => (of ? [{ key, label, of }] : []));
  const ends = rows.flatMap(({ of: { difference } }) => [difference.low, difference.high]);
  const size = Math.max(0.001, ...ends.map(Math.abs)) * 1.1;
  return (
    <>
      <Card title={verdictTitle(a.version, b.version, held ?? lived)} actions={actions}>
        <ul className="flex flex-col gap-2 text-dense">
          <Verdict name={`On ${subject.many} held out when it was trained`} of={tried} none={`The two were never tried on the same held-out ${subject.many}: only a version and the one in use when it was trained are.`} unit={subject} habits={habits} />
          <Verdict name={`Live, on ${subject.many} that both judged and that have ended`} of={live} none="" unit={subject} habits={habits} />
        </ul>
        {rows.length > 0 && (
          <DotIntervals
            level={3}
            model={{
              title: 'Difference of the error (Brier), with 95% intervals', line: `Left of 0 ${a.version} is better, right of it ${b.version}. An interval across 0 does not tell.`, domain: [-size, size], zero: 0,
              marks: roundTicks([-size, size]).filter((_, index, all) => all.length < 5 || index % 2 === all.findIndex((at) => at === 0) % 2).map((at) => ({ at, text: signedScore(at) })),
              rows: rows.map(({ key, label, of: { difference, n } }) => ({
                key, label, dots: [{ name: `${label}: ${signedScore(difference.value)} (${signedRange(difference)})`, ...difference, series: 1 }], words: `${signedScore(difference.value)} (${signedRange(difference)}), ${count(n, subject.one, habits, subject.many)}`,
              })),
              empty: '', table: { head: ['Where', 'Difference', 'Low', 'High', sentenceCase(subject.many)], rows: rows.map(({ label, of: { difference, n } }) => [label, ...[difference.value, difference.low, difference.high].map((one) => Math.round(one * 10_000) / 10_000), n]) },
              fileName: `compare-${a.version}-${b.version}`,
            }}
          />
        )}
      </Card>
      <SideBySide model={model} a={a} b={b} habits={habits} />
      <div className="grid min-w-0 items-start gap-4 lg:grid-cols-2">
        {[a, b].map(({ version, metrics }) => <Card key={version}><Reliability level={2} habits={habits} model={reliabilityModel(metrics, model, version, habits, true)} /></Card>)}
      </div>
    </>
  );
}

/** The finding, by what weighs more: the hold-out has more outcomes than a trial. */
const verdictTitle = (a: string, b: string, of: Comparison | null): string =>
  of === null ? 'Nothing tells yet which of them is better' : of.verdict === 'no_difference' ? `${a} and ${b} cannot be told apart` : `${a} is ${of.verdict} than ${b}`;

function Verdict({ name, of, none, unit, habits }: { name: string; of: Comparison | null; none: string; unit: ReturnType<typeof subjectOf>; habits: ReadingHabits }) {
  return (
    <li className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[15rem_1fr]">
      <span className="text-muted">{name}</span>
      <span className="flex min-w-0 flex-wrap gap-x-2">
        {of ? (
          <>
            <Badge tone={VERDICT_WORDS[of.verdict].tone} plain>{VERDICT_WORDS[of.verdict].name}</Badge>
            <span>{of.verdict === 'too_few' ? `${count(of.n, unit.one, habits, unit.many)} so far.` : `Its error is ${score(Math.abs(of.difference.value))} ${of.difference.value < 0 ? 'smaller' : 'larger'} (${signedRange(of.difference)}) on ${count(of.n, unit.one, habits, unit.many)}, p ${of.pValue < 0.001 ? 'below 0.001' : `= ${of.pValue.toFixed(3)}`}.`}</span>
          </>
        ) : <span className="text-muted">{none}</span>}
      </span>
    </li>
  );
}

const notMeasured = <span className="text-muted">not measured</span>;

const orNotMeasured = (metrics: VersionSummary['metrics'], read: (metrics: VersionMetrics) => ReactNode): ReactNode => (metrics ? read(metrics) : notMeasured);

/** Figure by figure. */
function SideBySide({ model, a, b, habits }: { model: ModelName; a: VersionSummary; b: VersionSummary; habits: ReadingHabits }) {
  const subject = subjectOf(model);
  const withFine = (value: string, fine: string) => <>{value} <span className="block text-xs text-muted">{fine}</span></>;
  const rows: { name: string; cell: (version: VersionSummary) => ReactNode }[] = [
    { name: 'Used for', cell: ({ aliases }) => (aliases.length > 0 ? <span className="flex flex-wrap justify-end gap-1"><AliasBadges aliases={aliases} habits={habits} /></span> : <span className="text-muted">nothing now</span>) },
    { name: 'Signal', cell: ({ signal }) => <SignalBadge signal={signal} plain /> },
    { name: 'Hold-out', cell: ({ metrics }) => orNotMeasured(metrics, ({ n, rate }) => withFine(count(n, subject.one, habits, subject.many), `${formatPercent(rate, habits)} ${subject.happened}`)) },
    { name: 'Error (Brier)', cell: ({ metrics }) => orNotMeasured(metrics, ({ brier }) => withFine(score(brier.value), scoreRange(brier))) },
    { name: `Better than the ${subject.rate} by`, cell: ({ metrics }) => orNotMeasured(metrics, ({ improvement }) => withFine(signedScore(improvement.value), signedRange(improvement))) },
    { name: 'AUC', cell: ({ metrics }) => orNotMeasured(metrics, ({ auc }) => withFine(formatPercent(auc.value, habits), shareRange(auc, habits))) },
    { name: 'Off by, on average (ECE)', cell: ({ metrics }) => orNotMeasured(metrics, ({ ece }) => withFine(`${formatNumber(ece.value * 100, habits, 1)} points`, `${formatNumber(ece.low * 100, habits, 1)} to ${formatNumber(ece.high * 100, habits, 1)}`)) },
    { name: 'Log loss', cell: ({ metrics }) => orNotMeasured(metrics, ({ logLoss }) => (logLoss ? withFine(score(logLoss.value), scoreRange(logLoss)) : notMeasured)) },
    { name: 'Live error (Brier)', cell: ({ live }) => withFine(live.brier ? score(live.brier.value) : '–', `${formatNumber(live.resolved, habits)} of ${formatNumber(live.predictions, habits)} ended`) },
    { name: `Learned from ${MODELS[model].learnsFrom}`, cell: ({ trainedOn, windowFrom, windowTo }) => <>{formatNumber(trainedOn, habits)}{windowFrom && windowTo && <span className="block text-xs text-muted"><DateText iso={windowFrom} habits={habits} /> to <DateText iso={windowTo} habits={habits} /></span>}</> },
    { name: 'Trained', cell: ({ createdAt }) => <DateText iso={createdAt} habits={habits} /> },
    { name: 'Facts it looks at', cell: ({ features }) => formatNumber(features.length, habits) },
  ];
  const same = a.metrics !== null && b.metrics !== null && a.metrics.n === b.metrics.n && a.windowTo === b.windowTo;
  return (
    <Card title="Side by side" line={same ? undefined : `Each figure is of the version's own hold-out. Where the hold-outs differ, only the paired comparison above tells which is better.`} flush>
      <div role="region" aria-label="Figures side by side" tabIndex={0} className="data-table-scroll border-t border-hairline">
        <table className="data-table">
          <caption className="sr-only">Figures side by side</caption>
          <thead>
            <tr><th scope="col" className="max-sm:min-w-24"><span className="sr-only">Figure</span></th>{[a, b].map(({ version }, index) => <th key={index} scope="col" className="text-end max-sm:px-2"><code className="font-mono text-xs max-sm:whitespace-normal max-sm:wrap-anywhere">{version}</code></th>)}</tr>
          </thead>
          <tbody>
            {rows.map(({ name, cell }) => <tr key={name}><th scope="row" className="max-sm:min-w-24">{name}</th>{[a, b].map((one, index) => <td key={index} className="text-end max-sm:px-2 max-sm:whitespace-normal">{cell(one)}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
