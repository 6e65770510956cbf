import Link from 'next/link';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import type { ReadingHabits } from '@/components/ui/format';
import { Row, RowList } from '@/components/ui/row-list';
import type { Tone } from '@/components/ui/tone';
import { LEAST_EVIDENCE, type Improvement } from '@/lib/improver/schema';

const states: Record<Improvement['status'], { word: string; tone: Tone }> = {
  queued: { word: 'Waiting', tone: 'action' }, running: { word: 'Looking', tone: 'action' }, proposed: { word: 'Proposed', tone: 'opportunity' }, nothing: { word: 'Nothing proposed', tone: 'neutral' }, failed: { word: 'Failed', tone: 'risk' },
};

type Evidence = { rejected: number; wrong: number; judged: number; bad: number; byModel: number };

/** What speaks for a look now: how many insights were rejected or wrong, and what will be made of them. */
function standsWords({ rejected, wrong, judged, bad, byModel }: Evidence, canAsk: boolean): string {
  const counted = `${bad} of ${judged} insights that were answered or resolved in the last year were rejected (${rejected}) or turned out wrong (${wrong})`;
  if (bad < LEAST_EVIDENCE) return `${counted}. From ${LEAST_EVIDENCE} on there is something to go by.`;
  if (!canAsk) return `${counted}. Without a language model the rules behind them are counted anew over past deals, and changes of rules are proposed.`;
  return byModel >= LEAST_EVIDENCE
    ? `${counted}; ${byModel} of them were written with the version in production. A new version is drafted from these, tried on past deals, and put before a manager unless it does worse.`
    : `${counted}, but ${byModel === 0 ? 'none' : `only ${byModel}`} of them ${byModel === 1 ? 'was' : 'were'} written by a language model with the version in production: from ${LEAST_EVIDENCE} on the prompt is improved, until then the rules are.`;
}

/** Looks for improvements of a prompt: what there is to go by, what came of each, and the way to what waits for approval. */
export function Improvements({ workspace, path, looks, evidence, canAsk, ask, habits }: { workspace: string; path: string; looks: readonly Improvement[]; evidence: Evidence; canAsk: boolean; ask: ReactNode; habits: ReadingHabits }) {
  return (
    <>
      <Card title="Look for improvements" line={standsWords(evidence, canAsk)} actions={ask}>
        <p className="text-dense text-muted">It also looks by itself when enough new labels have come or the forecasts have drifted. Nothing goes live by itself: what it finds waits under Plans.</p>
      </Card>
      <Card title="Looks so far" flush>
        {looks.length === 0 ? (
          <EmptyState title="Nobody has looked yet">Each look is kept here with what it rested on, what came of it, and why nothing did.</EmptyState>
        ) : (
          <RowList label="Looks so far">
            {looks.map(({ id, status, said, version, replayId, planItemIds, actorName, createdAt }) => (
              <Row
                key={id} title={<Badge tone={states[status].tone}>{states[status].word}</Badge>}
                aside={<span className="text-xs text-muted">{actorName}, <DateText iso={createdAt} look="minute" habits={habits} /></span>}
              >
                {said && <p className="mt-1 max-w-prose wrap-anywhere">{said}</p>}
                <p className="mt-1 flex flex-wrap gap-x-4 text-xs">
                  {planItemIds.map((item, index) => <Link key={item} className="underline" href={`/w/${workspace}/plans/${item}`}>{planItemIds.length === 1 ? 'What waits for approval' : `What waits for approval (${index + 1})`}</Link>)}
                  {version !== null && <Link className="underline" href={`${path}?version=${version}`}>Version {version}</Link>}
                  {replayId && <Link className="underline" href={`${path}?tab=past-deals&replay=${replayId}`}>How it did on past deals</Link>}
                </p>
              </Row>
            ))}
          </RowList>
        )}
      </Card>
    </>
  );
}
