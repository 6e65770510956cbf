import { SimulatedMark } from '@/components/deals/simulated-mark';
import { RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import { Row, RowList } from '@/components/ui/row-list';
import type { ContactRow } from '@/lib/contacts/schema';
import { RoleBadge } from './role-badge';

/** The people of an account: who decides, and when each was last heard of. */
export function ContactList({ contacts, workspace, now, habits }: { contacts: readonly ContactRow[]; workspace: string; now: string; habits: ReadingHabits }) {
  return (
    <RowList label="Contacts">
      {contacts.map((contact) => (
        <Row
          key={contact.id}
          href={`/w/${workspace}/contacts/${contact.id}`}
          title={contact.name}
          aside={
            <span className="flex flex-col items-end gap-0.5">
              <RoleBadge role={contact.buyingRole} />
              <span className="text-xs text-muted">{contact.lastInteractionAt ? <RelativeTime iso={contact.lastInteractionAt} now={now} habits={habits} /> : 'no interaction'}</span>
            </span>
          }
        >
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
            {contact.jobTitle ?? 'title not known'}
            {contact.simulated && <SimulatedMark />}
          </p>
        </Row>
      ))}
    </RowList>
  );
}
