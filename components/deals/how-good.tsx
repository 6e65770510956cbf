import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { formatNumber, formatPercent } from '@/components/ui/format';
import type { ScoreReport } from '@/lib/models/get-score';

/** How much the score is worth, measured on deals the model had not seen; in plain words, numbers beside them. */
export function HowGood({ score: { metrics, sentence, n, blendWeight, priorName }, learningHref }: { score: ScoreReport; /** For those who may read it. */ learningHref: string | null }) {
  return (
    <details className="group min-w-0 text-dense open:w-full">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-box text-muted hover:text-foreground [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} aria-hidden className="transition-transform group-open:rotate-90" />
        How good are we?
      </summary>
      <div className="mt-2 flex flex-col gap-2 ps-5">
        {metrics ? (
          <>
            <p>
              Tried on {formatNumber(metrics.deals)} deals that closed after everything the model had learned from.{' '}
              {metrics.improvement.low > 0 ? 'It was closer to the truth than always saying the win rate.' : 'It was not surely closer to the truth than always saying the win rate.'}
            </p>
            <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
              <Measure term="Error (Brier; lower is better)" value={metrics.brier.value.toFixed(3)} note={`always saying the win rate: ${metrics.brierConstant.value.toFixed(3)}`} />
              <Measure term="Better by" value={metrics.improvement.value.toFixed(3)} note={`95% interval ${metrics.improvement.low.toFixed(3)} to ${metrics.improvement.high.toFixed(3)}`} />
              <Measure term="Ranks a won deal above a lost one (AUC)" value={formatPercent(metrics.auc.value)} note={`${formatPercent(metrics.auc.low)} to ${formatPercent(metrics.auc.high)}; 50% is a coin`} />
              <Measure term="When it says 60%, it is off by about (ECE)" value={`${(metrics.ece.value * 100).toFixed(1)} points`} note={`${(metrics.ece.low * 100).toFixed(1)} to ${(metrics.ece.high * 100).toFixed(1)}`} />
            </dl>
          </>
        ) : (
          <p>{sentence}</p>
        )}
        <p className="text-xs text-muted">
          Learned from {formatNumber(n)} closed deals{blendWeight < 1 && `; they count ${formatPercent(blendWeight)}, the ${priorName} the rest`}.
        </p>
        {learningHref && (
          <p>
            <Link href={learningHref} prefetch={false} className="link">
              How good is the advice?
            </Link>
          </p>
        )}
      </div>
    </details>
  );
}

function Measure({ term, value, note }: { term: string; value: string; note: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{term}</dt>
      <dd>
        <span className="font-medium">{value}</span> <span className="text-xs text-muted">({note})</span>
      </dd>
    </div>
  );
}
