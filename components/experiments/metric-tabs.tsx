import { Tabs } from '@/components/ui/tabs';
import type { MetricResult } from '@/lib/experiments/results-schema';

const ROLES = { primary: 'decides', secondary: '', guardrail: 'guardrail' } as const;

/** Which metric the variants are compared on; the address holds it. */
export const MetricTabs = ({ metrics, current, path }: { metrics: readonly MetricResult[]; current: string; path: string }) => (
  <Tabs label="Metric" current={current} tabs={metrics.map(({ key, name, role }) => ({ key, label: ROLES[role] ? `${name} (${ROLES[role]})` : name, href: role === 'primary' ? path : `${path}?metric=${key}` }))} />
);
