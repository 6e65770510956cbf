import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { InviteButton } from '@/components/people/invite';
import { RevokeInvitation } from '@/components/people/invitations';
import { MemberChoice, MemberMenu, type MemberOfRow } from '@/components/people/member-row';
import { roleLabels } from '@/components/people/roles';
import { SettingsHeader } from '@/components/settings/settings-header';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DataTable, type Column } from '@/components/ui/data-table';
import { RelativeTime } from '@/components/ui/date-text';
import { defaultHabits } from '@/components/ui/format';
import { listMembers } from '@/lib/members/list-members';
import type { Member, MemberStatus } from '@/lib/members/schema';
import { listTeams } from '@/lib/members/teams';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { change, invite, remove, resetLink, revoke } from './actions';

export const metadata: Metadata = { title: 'Members' };

const statuses: Record<MemberStatus, ReactNode> = {
  active: 'Active',
  invited: <Badge tone="action" plain>Invited</Badge>,
  no_sign_in: <span className="text-muted">No sign-in yet</span>,
};

const rowOf = ({ id, name, email, role, team, status, openDeals }: Member): MemberOfRow => ({ id, name, email, role, teamId: team?.id ?? null, canSignIn: status === 'active', openDeals });

export default async function MembersPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope, member: self } = await pageAccess(slug, 'member.read');
  const manages = allows(scope.role, 'member.manage');
  const { members, invitations } = await listMembers(scope);
  const teams = (await listTeams(scope)).map(({ id, name }) => ({ value: id, label: name }));
  const now = new Date().toISOString();
  const habits = { ...defaultHabits, timeZone: self.workspace.timezone };
  const active = members.filter(({ status }) => status === 'active').length;

  const columns: Column<Member>[] = [
    {
      key: 'name', header: 'Name',
      cell: ({ name, email }) => (
        <span className="flex min-w-0 flex-col py-1">
          <span className="truncate">{name}</span>
          {email && <span className="truncate text-xs font-normal text-muted">{email}</span>}
        </span>
      ),
    },
    { key: 'role', header: 'Role', cell: (row) => (manages ? <MemberChoice workspace={slug} member={rowOf(row)} what="role" teams={teams} change={change} /> : roleLabels[row.role]) },
    { key: 'team', header: 'Team', from: 'md', cell: (row) => (manages ? <MemberChoice workspace={slug} member={rowOf(row)} what="team" teams={teams} change={change} /> : (row.team?.name ?? 'No team')) },
    { key: 'status', header: 'Status', from: 'sm', cell: ({ status }) => statuses[status] },
    ...(manages
      ? [
        { key: 'deals', header: 'Open deals', align: 'end', from: 'lg', cell: ({ openDeals }: Member) => openDeals } as const,
        {
          key: 'more', header: 'More', align: 'end',
          cell: (row: Member) => <MemberMenu workspace={slug} member={rowOf(row)} self={row.id === self.memberId} teams={teams} remove={remove} resetLink={resetLink} invite={invite} />,
        } as const,
      ]
      : []),
  ];

  return (
    <>
      <SettingsHeader
        slug={slug} role={scope.role} current="members"
        line={`${members.length} members, ${active} can sign in${invitations.length > 0 ? `, ${invitations.length} invited` : ''}`}
        actions={manages && <InviteButton workspace={slug} teams={teams} invite={invite} />}
      />
      <div className="flex flex-col gap-4">
        <DataTable caption="Members" columns={columns} rows={members} rowKey={({ id }) => id} empty={null} />
        {invitations.length > 0 && (
          <Card title="Open invitations" line="A link works once and ends by itself after 7 days. It cannot be shown again; a new invitation for the same address replaces it." flush>
            <ul className="divide-y divide-hairline border-t border-hairline">
              {invitations.map((invitation) => (
                <li key={invitation.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 text-dense">
                  <span className="min-w-0">
                    <span className="font-medium break-all">{invitation.email}</span>
                    <span className="text-muted">
                      {' '}as {roleLabels[invitation.role].toLowerCase()}
                      {invitation.memberName && `, who is ${invitation.memberName}`}
                      {invitation.teamName && ` in ${invitation.teamName}`}
                      {', ends '}
                      <RelativeTime iso={invitation.expiresAt.toISOString()} now={now} habits={habits} />
                    </span>
                  </span>
                  <RevokeInvitation workspace={slug} invitation={{ id: invitation.id, email: invitation.email }} revoke={revoke} />
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </>
  );
}
