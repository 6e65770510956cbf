'use client';

import { useOptimistic, useTransition } from 'react';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { Checkbox } from '@/components/ui/checkbox';
import type { NotificationKind } from '@/lib/notifications/schema';

type Kind = { kind: NotificationKind; label: string; when: string; on: boolean };

/** Each kind of notification, on or off, at once. */
export function KindSwitches({ workspace, kinds, mute }: { workspace: string; kinds: readonly Kind[]; mute: PageAction<{ kind: NotificationKind; muted: boolean }, unknown> }) {
  const { change } = useChange(mute, workspace);
  const [, start] = useTransition();
  const [shown, show] = useOptimistic(kinds, (now: readonly Kind[], set: Pick<Kind, 'kind' | 'on'>) => now.map((one) => (one.kind === set.kind ? { ...one, on: set.on } : one)));
  return (
    <ul className="divide-y divide-hairline border-t border-hairline">
      {shown.map(({ kind, label, when, on }) => (
        <li key={kind} className="px-4 py-3">
          <Checkbox
            label={label}
            hint={when}
            checked={on}
            onChange={(event) => {
              const next = event.currentTarget.checked;
              start(async () => {
                show({ kind, on: next });
                await change({ kind, muted: !next });
              });
            }}
          />
        </li>
      ))}
    </ul>
  );
}
