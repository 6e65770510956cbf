import { Badge } from '@/components/ui/badge';
import type { LeadState } from '@/lib/leads/schema';
import { STATE_TONES, STATE_WORDS } from './lead-words';

export const StateBadge = ({ state, plain = false }: { state: LeadState; plain?: boolean }) => <Badge tone={STATE_TONES[state]} plain={plain}>{STATE_WORDS[state]}</Badge>;
