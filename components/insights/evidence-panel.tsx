'use client';

import { useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import type { ReadingHabits } from '@/components/ui/format';
import { CardSkeleton } from '@/components/ui/skeletons';
import { Tabs } from '@/components/ui/tabs';
import type { EvidenceDetails } from '@/lib/insights/evidence-details';
import type { DealInsights } from '@/lib/insights/schema';
import { EvidenceList } from './evidence-list';
import { useDealInsights } from './queries';
import { useSelection } from './selection';
import { PANEL_TABS, readTab, type PanelTab } from './panel-tabs';

export interface EvidencePanelProps {
  workspace: string;
  dealId: string;
  initial: DealInsights;
  evidence: EvidenceDetails;
  habits: ReadingHabits;
  /** The tab whose content the server put into `children`. */
  rendered: PanelTab;
  children: ReactNode;
}

const LABELS: Record<PanelTab, string> = { evidence: 'Evidence', similar: 'Similar', timeline: 'Timeline', notes: 'Notes' };

/** Beside the advice: what it rests on, and what else is known of the deal. The address holds the tab. */
export function EvidencePanel({ workspace, dealId, initial, evidence, habits, rendered, children }: EvidencePanelProps) {
  const params = useSearchParams();
  const tab = readTab(params.get('tab') ?? undefined);
  const path = `/w/${workspace}/deals/${dealId}`;
  const { insight: chosen } = useSelection();
  const { data } = useDealInsights(workspace, dealId, initial);
  const insight = data.data.find((i) => i.id === chosen) ?? data.data.find((i) => i.disposition !== 'dismissed' && !i.answer?.dismissed);
  return (
    <Card flush className="lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)]">
      <aside aria-label="What is known of this deal" className="flex min-h-0 flex-1 flex-col">
        <div className="px-4 pt-1">
          <Tabs label="What is known of this deal" current={tab} tabs={PANEL_TABS.map((key) => ({ key, label: LABELS[key], href: key === 'evidence' ? path : `${path}?tab=${key}` }))} />
        </div>
        {/* Scrolls on its own beside long advice; reachable by keyboard for that. */}
        <div role="region" aria-label={LABELS[tab]} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4 pt-3 outline-offset-[-2px]">
          {tab !== 'evidence' ? (
            tab === rendered ? children : <CardSkeleton label={`Loading ${LABELS[tab]}`} />
          ) : insight ? (
            <>
              <div className="max-lg:hidden">
                <p className="pb-1 text-xs text-muted">
                  What <span className="font-medium text-foreground wrap-anywhere">{insight.title}</span> rests on:
                </p>
                <EvidenceList insight={insight} evidence={evidence} workspace={workspace} habits={habits} />
              </div>
              <p className="py-2 text-dense text-muted lg:hidden">The chips under each insight open its evidence in place.</p>
            </>
          ) : (
            <p className="py-6 text-center text-dense text-muted">When there is advice, what it cites opens here: similar deals, messages, the record of each rule.</p>
          )}
        </div>
      </aside>
    </Card>
  );
}
