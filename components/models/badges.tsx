import { Badge } from '@/components/ui/badge';
import type { ReadingHabits } from '@/components/ui/format';
import type { DriftReport } from '@/lib/models/drift/schema';
import type { VersionSummary } from '@/lib/models/life/schema';
import { ALIAS_WORDS, aliasWords, DRIFT_WORDS, SIGNAL_WORDS } from './model-words';

export const SignalBadge = ({ signal, plain = false }: { signal: VersionSummary['signal']; plain?: boolean }) => <Badge tone={SIGNAL_WORDS[signal].tone} plain={plain}>{SIGNAL_WORDS[signal].name}</Badge>;

export const DriftBadge = ({ status, plain = false }: { status: DriftReport['drift_status']; plain?: boolean }) => <Badge tone={DRIFT_WORDS[status].tone} plain={plain}>{DRIFT_WORDS[status].name}</Badge>;

/** What a version is used for now. */
export const AliasBadges = ({ aliases, habits }: { aliases: VersionSummary['aliases']; habits: ReadingHabits }) =>
  aliases.map((one) => <Badge key={one.alias} tone={ALIAS_WORDS[one.alias].tone}>{aliasWords(one, habits)}</Badge>);
