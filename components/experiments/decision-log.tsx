import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { Decision } from '@/lib/experiments/schema';

/** Everything that was decided, by whom and on which figures; never changed afterwards. */
export function DecisionLog({ decisions, habits }: { decisions: readonly Decision[]; habits: ReadingHabits }) {
  return (
    <Card title="Decision log" line="Newest first. Entries are never changed." flush>
      {decisions.length === 0 ? <p className="px-4 pb-4 text-dense text-muted">Nothing was decided yet.</p> : (
        <ol className="divide-y divide-hairline border-t border-hairline">
          {decisions.map(({ id, at, actorName, words, statistics }) => {
            const figures = figuresOf(statistics);
            return (
              <li key={id} className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 text-dense sm:grid-cols-[9rem_1fr]">
                <span className="text-xs leading-5 text-muted"><DateText iso={at} look="minute" habits={habits} /></span>
                <div className="min-w-0">
                  <p className="wrap-anywhere">{words}</p>
                  <p className="text-xs text-muted">{actorName}</p>
                  {figures.length > 0 && (
                    <details className="text-xs text-muted">
                      <summary className="cursor-pointer">What it rested on</summary>
                      <dl className="mt-1 grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-3 gap-y-0.5">
                        {figures.map(([name, value]) => <div key={name} className="contents"><dt>{name}</dt><dd className="wrap-anywhere text-foreground">{value}</dd></div>)}
                      </dl>
                    </details>
                  )}
                </div>
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}

const MOST = 40;

/** Whatever statistics a decision was stored with, flat: "variants 2, n" → 812. The store keeps them as they were, whatever their shape then. */
export function figuresOf(statistics: unknown): [string, string][] {
  const found: [string, string][] = [];
  const walk = (value: unknown, name: string) => {
    if (found.length >= MOST || value === null || value === undefined) return;
    if (typeof value !== 'object') return void found.push([name || 'value', typeof value === 'number' ? String(Number(value.toPrecision(6))) : typeof value === 'string' || typeof value === 'boolean' ? String(value) : '']);
    for (const [key, inner] of Object.entries(value)) walk(inner, [name, Array.isArray(value) ? String(Number(key) + 1) : key].filter(Boolean).join(', '));
  };
  walk(statistics, '');
  return found;
}
