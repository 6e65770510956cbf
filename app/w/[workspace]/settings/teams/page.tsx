import type { Metadata } from 'next';
import { NewTeam, SightForm, TeamMenu } from '@/components/people/team-forms';
import { roleLabels } from '@/components/people/roles';
import { SettingsHeader } from '@/components/settings/settings-header';
import { Chip } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { listMembers } from '@/lib/members/list-members';
import { listTeams } from '@/lib/members/teams';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { readSettings } from '@/lib/workspaces/schema';
import { create, remove, rename, setSight } from './actions';

export const metadata: Metadata = { title: 'Teams' };

const sees = { own: 'their own deals', team: 'the deals of their team', all: 'all deals' } as const;

export default async function TeamsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'member.read');
  const manages = allows(scope.role, 'member.manage');
  const teams = await listTeams(scope);
  const alone = (await listMembers(scope)).members.filter(({ team }) => team === null).length;
  const { repSees, managerSees, repSeesUnowned } = readSettings(member.workspace.settings);
  return (
    <>
      <SettingsHeader
        slug={slug} role={scope.role} current="teams"
        line={`${teams.length} ${teams.length === 1 ? 'team' : 'teams'}, ${alone} members in none`}
        actions={manages && <NewTeam workspace={slug} create={create} />}
      />
      <div className="flex max-w-4xl flex-col gap-4">
        <Card title="Who sees whose deals" line="Operators and admins see all. Similar deals and statistics rest on all of the workspace, whoever looks.">
          {manages ? (
            <SightForm workspace={slug} sight={{ repSees, managerSees, repSeesUnowned }} save={setSight} />
          ) : (
            <p className="text-dense">
              A rep sees {sees[repSees]}, a manager {sees[managerSees]}. Deals without an owner are seen by managers{repSeesUnowned && ' and reps'}.
            </p>
          )}
        </Card>
        {teams.length === 0 ? (
          <div className="card card--default p-0">
            <EmptyState title="No teams yet">A team says whose deals a manager sees. Create one, then choose it for its members under Members.</EmptyState>
          </div>
        ) : (
          <Card title="Teams" flush>
            <ul className="divide-y divide-hairline border-t border-hairline">
              {teams.map((team) => {
                const managers = team.members.filter(({ role }) => role === 'manager');
                return (
                  <li key={team.id} className="flex items-start gap-3 px-4 py-3">
                    <div className="min-w-0 flex-1">
                      <h3 className="text-dense font-medium">{team.name}</h3>
                      <p className="text-xs text-muted">
                        {team.members.length === 0
                          ? 'Nobody is in it yet'
                          : `${team.members.length} ${team.members.length === 1 ? 'member' : 'members'}, ${managers.length === 0 ? 'no manager' : `managed by ${managers.map(({ name }) => name).join(', ')}`}`}
                      </p>
                      <ul className="mt-2 flex flex-wrap gap-1">
                        {team.members.map(({ id, name, role }) => (
                          <li key={id}>
                            <Chip>{role === 'rep' ? name : `${name}, ${roleLabels[role].toLowerCase()}`}</Chip>
                          </li>
                        ))}
                      </ul>
                    </div>
                    {manages && <TeamMenu workspace={slug} team={{ id: team.id, name: team.name, size: team.members.length }} rename={rename} remove={remove} />}
                  </li>
                );
              })}
            </ul>
          </Card>
        )}
      </div>
    </>
  );
}
