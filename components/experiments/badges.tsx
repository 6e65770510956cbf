import { Badge } from '@/components/ui/badge';
import { ToneIcon } from '@/components/ui/tone-icon';
import type { HealthCheck } from '@/lib/experiments/results-schema';
import type { ExperimentStatus } from '@/lib/experiments/schema';
import { HEALTH_WORDS, STATUS_WORDS } from './experiment-words';

export const StatusBadge = ({ status, archived = false }: { status: ExperimentStatus; archived?: boolean }) => (archived ? <Badge tone="neutral">Archived</Badge> : <Badge tone={STATUS_WORDS[status].tone}>{STATUS_WORDS[status].name}</Badge>);

/** Whether the figures may be trusted: split, exposures, guardrails. */
export const HealthBadge = ({ level, plain = true }: { level: HealthCheck['level']; plain?: boolean }) => <Badge tone={HEALTH_WORDS[level].tone} plain={plain} icon={false}><ToneIcon tone={HEALTH_WORDS[level].tone} size={12} message />{HEALTH_WORDS[level].name}</Badge>;
