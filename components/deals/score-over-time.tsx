'use client';

import { ChevronRight } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useId, useState, type ReactNode } from 'react';
import type { ScorePoint } from '@/components/charts/score-history';
import { cx } from '@/components/ui/cx';
import type { ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { signed } from './deal-words';

const ScoreHistory = dynamic(() => import('@/components/charts/score-history').then((module) => module.ScoreHistory), { ssr: false, loading: () => <ChartSkeleton /> });

/** The small line, and behind it the chart with the cause of each change: fetched when it is asked for. */
export function ScoreOverTime({ points, until, change, habits, name, measure = 'Probability of winning', what = 'deal', children }: { points: readonly ScorePoint[]; until: string; change: number; habits: ReadingHabits; name: string; measure?: string; /** Whose score it is. */ what?: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const title = change === 0 ? 'The score stands where it began' : `${change > 0 ? 'Up' : 'Down'} ${Math.abs(change)} ${Math.abs(change) === 1 ? 'point' : 'points'} since it was first scored`;
  return (
    <div className={cx('flex min-w-0 flex-col gap-3', open && 'w-full')}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex w-fit cursor-pointer items-center gap-1 rounded-box text-dense text-muted hover:text-foreground"
      >
        <ChevronRight size={14} aria-hidden className={cx('transition-transform', open && 'rotate-90')} />
        <span className="me-2">Score over time</span>
        {children}
        <span className="ms-1">{change === 0 ? 'no change' : signed(change)}</span>
      </button>
      <div id={id} hidden={!open} className="w-full">
        {open && <ScoreHistory level={3} habits={habits} model={{ title, line: `Each number is a change of the ${what} that moved the score.`, points, until, measure, fileName: `score ${name}`.slice(0, 80) }} />}
      </div>
    </div>
  );
}
