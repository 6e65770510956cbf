import { CircleCheck, CircleDashed } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { ToneIcon } from '@/components/ui/tone-icon';
import { toneText } from '@/components/ui/tone';
import { cx } from '@/components/ui/cx';
import type { HealthCheck, Verdict } from '@/lib/experiments/results-schema';
import { HealthBadge } from './badges';
import { VERDICT_TONES } from './experiment-words';

/** What may be said now, in a sentence, and what is still missing until it may be decided. */
export function VerdictCard({ verdict }: { verdict: Verdict }) {
  const tone = VERDICT_TONES[verdict.kind];
  return (
    <Card className="gap-3">
      <div className="flex items-start gap-2">
        <span className={cx('mt-1', toneText[tone])}><ToneIcon tone={tone} size={18} message /></span>
        <div className="min-w-0">
          <h2 className="text-base font-semibold text-balance">{verdict.headline}</h2>
          <p className="max-w-prose text-dense text-muted">{verdict.detail}</p>
        </div>
        {verdict.safeToStop && <span className="ms-auto shrink-0"><Badge tone="opportunity">Safe to stop</Badge></span>}
      </div>
      {verdict.requirements.length > 0 && (
        <ul aria-label="What a decision takes" className="grid gap-x-6 gap-y-1.5 border-t border-hairline pt-3 text-dense sm:grid-cols-2 lg:grid-cols-3">
          {verdict.requirements.map(({ key, met, text }) => (
            <li key={key} className="flex items-start gap-2">
              {met ? <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-opportunity" /> : <CircleDashed size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />}
              <span className={met ? undefined : 'text-muted'}>
                <span className="sr-only">{met ? 'Met: ' : 'Not yet: '}</span>
                {text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Whether the figures may be trusted: what speaks against them stands there, the rest is a click away. */
export function HealthCard({ health }: { health: readonly HealthCheck[] }) {
  const bad = health.filter(({ level }) => level !== 'ok').sort((a, b) => Number(a.level === 'caution') - Number(b.level === 'caution'));
  const fine = health.filter(({ level }) => level === 'ok');
  return (
    <Card title="Health" line={bad.length === 0 ? 'Nothing speaks against these figures.' : `${bad.length === 1 ? 'One check speaks' : `${bad.length} checks speak`} against taking these figures at their word.`} flush>
      {bad.length > 0 && <Checks checks={bad} />}
      {fine.length > 0 && (
        <details className="border-t border-hairline">
          <summary className="flex cursor-pointer items-center gap-3 px-4 py-2.5 text-dense"><HealthBadge level="ok" /><span className="text-muted">{fine.map(({ title }) => title).join(' · ')}</span></summary>
          <Checks checks={fine} />
        </details>
      )}
    </Card>
  );
}

const Checks = ({ checks }: { checks: readonly HealthCheck[] }) => (
  <ul className="divide-y divide-hairline border-t border-hairline">
    {checks.map(({ key, level, title, text }) => (
      <li key={key} className="grid gap-x-3 gap-y-0.5 px-4 py-2.5 text-dense sm:grid-cols-[8.5rem_1fr]">
        <span><HealthBadge level={level} /></span>
        <div className="min-w-0">
          <p className="font-medium">{title}</p>
          <p className="text-muted">{text}</p>
        </div>
      </li>
    ))}
  </ul>
);
