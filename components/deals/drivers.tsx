import { Minus, Plus } from 'lucide-react';
import type { Driver } from '@/lib/models/schema';
import { signed } from './deal-words';

/** What speaks for the deal and what against, each with the points it moves the probability by. */
export function Drivers({ drivers }: { drivers: readonly Driver[] }) {
  if (drivers.length === 0) return null;
  const side = (direction: Driver['direction']) => drivers.filter((driver) => driver.direction === direction);
  return (
    <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
      <Side label="Speaks for it" drivers={side('+')} />
      <Side label="Speaks against it" drivers={side('-')} />
    </div>
  );
}

function Side({ label, drivers }: { label: string; drivers: readonly Driver[] }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-1 text-dense">
      {drivers.map(({ feature, label: name, direction, value, effect }) => {
        const Icon = direction === '+' ? Plus : Minus;
        return (
          <li key={feature} className="flex items-start gap-2" title={name}>
            <Icon size={14} aria-hidden className={`mt-0.75 shrink-0 ${direction === '+' ? 'text-opportunity' : 'text-risk'}`} />
            <span className="min-w-0 flex-1">{value}</span>
            <span className="shrink-0 text-muted">
              {signed(Math.round(effect * 100) || (effect > 0 ? 1 : -1))}
              <span className="sr-only"> points</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
