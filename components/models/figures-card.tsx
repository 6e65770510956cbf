import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Stat, StatList } from '@/components/ui/stat';
import { MODELS, type ModelName, type VersionSummary } from '@/lib/models/life/schema';
import { SignalBadge } from './badges';
import { afterBadge, count, score, scoreRange, sentenceCase, shareRange, signedRange, signedScore, subjectOf } from './model-words';

interface Props { model: ModelName; version: VersionSummary; title: string; line?: ReactNode; actions?: ReactNode; habits: ReadingHabits }

/** How good a version is: on later outcomes when it was trained, and live since. What it was made of stands behind a click. */
export function FiguresCard({ model, version, title, line, actions, habits }: Props) {
  const { metrics, live, signal, sentence } = version;
  const { learnsFrom } = MODELS[model];
  const subject = subjectOf(model);
  return (
    <Card title={title} line={line} actions={actions}>
      <div className="flex flex-wrap items-start gap-x-2 gap-y-1 text-dense">
        <SignalBadge signal={signal} />
        <p className="min-w-0 flex-1 basis-64">{afterBadge(sentence)}</p>
      </div>
      {metrics && (
        <StatList>
          <Stat label="Error (Brier; lower is better)" value={score(metrics.brier.value)} interval={scoreRange(metrics.brier)} sample={count(metrics.n, `later ${subject.one}`, habits, `later ${subject.many}`)} compared={`always saying the ${subject.rate}: ${score(metrics.brierConstant.value)}`} />
          <Stat label={`Better than the ${subject.rate} by`} value={signedScore(metrics.improvement.value)} interval={signedRange(metrics.improvement)} compared={metrics.improvement.low > 0 ? 'not by chance' : 'may be chance'} />
          <Stat label={`Ranks ${subject.happened} above not (AUC)`} value={formatPercent(metrics.auc.value, habits)} interval={shareRange(metrics.auc, habits)} compared="50% is a coin" />
          <Stat label="Off by, on average (ECE)" value={formatNumber(metrics.ece.value * 100, habits, 1)} unit="points" interval={`${formatNumber(metrics.ece.low * 100, habits, 1)} to ${formatNumber(metrics.ece.high * 100, habits, 1)}`} />
          <Stat
            label="Error live (Brier)" value={live.brier ? score(live.brier.value) : '–'} interval={live.brier ? scoreRange(live.brier) : undefined} sample={live.brier ? count(live.resolved, 'outcome', habits) : undefined}
            compared={live.brier ? undefined : live.predictions === 0 ? `it has judged no ${subject.one} yet` : `${formatNumber(live.resolved, habits)} of ${formatNumber(live.predictions, habits)} ${subject.many} that it judged have ended`}
          />
        </StatList>
      )}
      <details className="border-t border-hairline pt-3 text-dense">
        <summary className="w-fit cursor-pointer text-muted hover:text-foreground">What it was made of</summary>
        <dl className="mt-2 grid gap-x-4 gap-y-1.5 sm:grid-cols-[9rem_1fr]">
          <Fact name="Version"><code className="font-mono text-xs">{version.version}</code>, trained <DateText iso={version.createdAt} look="minute" habits={habits} />{metrics?.seconds != null && `, in ${formatNumber(metrics.seconds, habits, 1)} s`}</Fact>
          <Fact name={sentenceCase(learnsFrom)}>{formatNumber(version.trainedOn, habits)}{version.windowFrom && version.windowTo && <>, ended <DateText iso={version.windowFrom} habits={habits} /> to <DateText iso={version.windowTo} habits={habits} /></>}</Fact>
          {metrics && <Fact name="Hold-out">{count(metrics.n, subject.one, habits, subject.many)}, {formatPercent(metrics.rate, habits)} of them {subject.happened}</Fact>}
          <Fact name="Looks at">{version.features.length === 0 ? `nothing: it says the ${subject.rate}` : `${count(version.features.length, 'fact', habits)}: ${version.features.map((one) => one.replaceAll('_', ' ')).join(', ')}`}</Fact>
          <Fact name="In use when trained">{version.parent ? <code className="font-mono text-xs">{version.parent}</code> : 'none before it'}</Fact>
          {(version.seed || version.codeVersion) && <Fact name="To make it again">{[version.seed && `seed ${version.seed}`, version.codeVersion && `code ${version.codeVersion}`].filter(Boolean).join(', ')}</Fact>}
        </dl>
      </details>
    </Card>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 wrap-anywhere">{children}</dd>
  </>
);
