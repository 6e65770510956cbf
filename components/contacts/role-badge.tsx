import { Badge } from '@/components/ui/badge';
import type { BuyingRole } from '@/lib/contacts/schema';
import { ROLE_TONES, ROLE_WORDS } from './contact-words';

/** What somebody is in the decision to buy; quiet where it is not known. */
export function RoleBadge({ role }: { role: BuyingRole }) {
  if (role === 'unknown') return <span className="text-muted">{ROLE_WORDS.unknown}</span>;
  return <Badge tone={ROLE_TONES[role]} icon={ROLE_TONES[role] === 'risk'}>{ROLE_WORDS[role]}</Badge>;
}
