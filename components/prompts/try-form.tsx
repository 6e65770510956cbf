'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PageAction } from '@/components/settings/use-change';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import { usd } from './prompt-words';

export type TryAction = PageAction<{ versionId: string; deals: number }, { id: string }>;
const SIZES = [10, 20, 30, 50, 100];

/** Which version, on how many past deals; what it will cost is said before it is asked for. */
export function TryForm({ workspace, path, versions, production, chosen, costUsd, start }: {
  workspace: string; path: string;
  /** All but the one in production. */
  versions: readonly { id: string; version: number; labels: readonly string[] }[];
  production: number; chosen: string;
  /** What an answer cost so far; null where not known. */
  costUsd: number | null; start: TryAction;
}) {
  const router = useRouter();
  const action = useAction(start, workspace);
  const [versionId, setVersion] = useState(chosen);
  const [deals, setDeals] = useState(30);
  const send = async () => {
    const made = await action.run({ versionId, deals });
    if (made) router.push(`${path}?tab=past-deals&replay=${made.id}`);
    router.refresh();
  };
  return (
    <form action={() => undefined} onSubmit={(event) => { event.preventDefault(); void send(); }} className="flex flex-col gap-3">
      {action.problem && <Notice tone="risk" title={action.problem} alert />}
      <div className="flex flex-wrap items-end gap-3">
        <Select label="Version" name="version" value={versionId} onChange={(event) => setVersion(event.currentTarget.value)} options={versions.map(({ id, version, labels }) => ({ value: id, label: `Version ${version}${labels.length > 0 ? `, ${labels.join(', ')}` : ''}` }))} className="w-56" />
        <Select label="Past deals" name="deals" value={String(deals)} onChange={(event) => setDeals(Number(event.currentTarget.value))} options={SIZES.map((n) => ({ value: String(n), label: `${n} deals` }))} className="w-32" />
        <SubmitButton variant="outline" pending={action.pending} pendingText="Starting">Try on past deals</SubmitButton>
      </div>
      <p className="text-xs text-muted">
        {deals * 2} calls: this version and version {production}, in production, on the same deals.{' '}
        {costUsd === null ? 'What an answer costs is not known yet; the day’s budget of the workspace holds.' : `About ${usd(costUsd * deals * 2)} by what answers have cost so far; the day’s budget of the workspace holds.`}
      </p>
    </form>
  );
}
