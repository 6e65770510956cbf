import type { ReactNode } from 'react';
import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { formatDate, formatNumber, type ReadingHabits } from '@/components/ui/format';
import { PRODUCTION, LATEST, type PromptVersionView } from '@/lib/prompts/schema';
import { PutInProduction, type MoveAction } from './move-label';
import { OwnLabels } from './own-labels';

const efforts = { low: 'low effort', medium: 'medium effort', high: 'high effort' } as const;
const Text = ({ title, children }: { title: string; children: string }) => (
  <section aria-label={title} className="flex min-w-0 flex-col gap-1">
    <h3 className="text-xs font-medium text-muted">{title}</h3>
    <p className="rounded-box bg-surface-secondary p-3 text-dense whitespace-pre-wrap wrap-anywhere">
      {children}
    </p>
  </section>
);

/** One version as it is sent, with what can be done with it. */
export function VersionCard({ workspace, promptId, path, version, production, versions, habits, move, diff, canTry }: {
  workspace: string; promptId: string; path: string; version: PromptVersionView; production: PromptVersionView; versions: readonly PromptVersionView[]; habits: ReadingHabits;
  /** Null for those who may only read. */
  move: MoveAction | null; diff: ReactNode;
  /** Its answers are held to account. */
  canTry: boolean;
}) {
  const { template, config, rationale, labels } = version;
  const live = version.id === production.id;
  const own = labels.filter((label) => label !== PRODUCTION && label !== LATEST);
  const elsewhere = Object.fromEntries(versions.filter(({ id }) => id !== version.id).flatMap(({ id, labels: there }) => there.map((label) => [label, id])));
  const settings = [config.maxTokens === undefined ? null : `at most ${formatNumber(config.maxTokens, habits)} tokens`, config.effort === undefined ? null : efforts[config.effort]].filter((one) => one !== null);
  return (
    <Card
      title={`Version ${version.version}${live ? ', in production' : ''}`} line={`${version.createdBy.startsWith('shipped') ? 'Shipped with the product' : `Made by ${version.createdBy}`}, ${formatDate(version.createdAt, 'minute', habits)}; settings: ${settings.length > 0 ? settings.join(', ') : 'the task’s own'}.`}
      actions={move && (
        <span className="flex flex-wrap items-center justify-end gap-2">
          <OwnLabels workspace={workspace} promptId={promptId} versionId={version.id} here={own} elsewhere={elsewhere} move={move} />
          {!live && (
            <PutInProduction workspace={workspace} promptId={promptId} from={production} to={version} move={move} diff={diff}>
              Put in production
            </PutInProduction>
          )}
        </span>
      )}
    >
      <div className="flex flex-col gap-4">
        {rationale && <p className="max-w-prose text-dense whitespace-pre-wrap wrap-anywhere">{rationale}</p>}
        {!live && <p className="text-dense"><Link className="underline" href={`${path}?tab=compare&a=${production.version}&b=${version.version}`}>What differs from version {production.version}, in production</Link>{canTry && <>; <Link className="underline" href={`${path}?tab=past-deals&version=${version.version}`}>try it on past deals</Link></>}</p>}
        <Text title="Instructions">{template.system}</Text>
        <Text title="Request">{template.user}</Text>
      </div>
    </Card>
  );
}
