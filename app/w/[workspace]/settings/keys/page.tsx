import type { Metadata } from 'next';
import { roleLabels } from '@/components/people/roles';
import { NewKey, RevokeKey } from '@/components/settings/key-forms';
import { SettingsHeader } from '@/components/settings/settings-header';
import { DataTable, type Column } from '@/components/ui/data-table';
import { DateText, RelativeTime } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits } from '@/components/ui/format';
import { listKeys } from '@/lib/keys/list-keys';
import { keyState, type ApiKey } from '@/lib/keys/schema';
import { pageAccess } from '@/lib/server/page';
import { create, revoke } from './actions';

export const metadata: Metadata = { title: 'Keys' };

export default async function KeysPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'key.manage');
  const keys = await listKeys(scope);
  const at = new Date();
  const now = at.toISOString();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const live = keys.filter((key) => keyState(key, at) === 'live');
  const columns: Column<ApiKey>[] = [
    { key: 'name', header: 'Name', cell: ({ name }) => name, under: ({ prefix }) => <span className="block font-mono text-xs font-normal text-muted">{prefix}…</span> },
    { key: 'role', header: 'Role', cell: ({ role }) => roleLabels[role] },
    {
      key: 'state', header: 'State',
      cell: (key) => {
        const state = keyState(key, at);
        return state === 'live' ? 'Live' : <span className="text-muted">{state === 'revoked' ? 'Revoked' : 'Expired'}</span>;
      },
    },
    { key: 'used', header: 'Last used', from: 'sm', cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime iso={lastUsedAt.toISOString()} now={now} habits={habits} /> : <span className="text-muted">Never</span>) },
    { key: 'expires', header: 'Expires', from: 'md', cell: ({ expiresAt }) => (expiresAt ? <DateText iso={expiresAt.toISOString()} habits={habits} /> : <span className="text-muted">Not by itself</span>) },
    { key: 'created', header: 'Created', from: 'lg', cell: ({ createdAt }) => <DateText iso={createdAt.toISOString()} habits={habits} /> },
    { key: 'revoke', header: 'Revoke', align: 'end', cell: (key) => (keyState(key, at) === 'live' ? <RevokeKey workspace={slug} apiKey={{ id: key.id, name: key.name, prefix: key.prefix }} revoke={revoke} /> : null) },
  ];
  return (
    <>
      <SettingsHeader
        slug={slug} role={scope.role} current="keys"
        line={keys.length === 0 ? 'Keys let other programs use the REST API' : `${live.length} live ${live.length === 1 ? 'key' : 'keys'}, ${keys.length - live.length} revoked or expired`}
        actions={<NewKey workspace={slug} create={create} />}
      />
      <DataTable
        caption="API keys" columns={columns} rows={keys} rowKey={({ id }) => id}
        empty={<EmptyState title="No keys yet">A program sends its key with each request to /api/v1 and acts with the key’s role. Give each program its own, so that one can be revoked alone.</EmptyState>}
      />
    </>
  );
}
