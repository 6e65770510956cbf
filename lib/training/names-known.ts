/** The redactor of a workspace: everybody whose name it knows, and a keyed hash by which a name can be recognised without being told. */
import { createHmac } from 'node:crypto';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { secrets } from '@/lib/server/secrets';
import { knownNames, type Example } from './export-store';
import { fold, numbered, Redactor, type KnownKind } from './redact';
import type { DealSnapshot } from './schema';

/** 16 hexadecimal digits, the same for the same text of the workspace in every export; without our key it cannot be guessed from a list of names. */
export const keyedHash = (scope: Scope, text: string): string =>
  createHmac('sha256', Buffer.from(secrets().encryption, 'hex')).update(`training:${scope.workspaceId}:${text}`).digest('hex').slice(0, 16);

export const workspaceRedactor = (scope: Scope): Promise<Redactor> => transaction(scope, async () => {
  const { contacts, members, accounts } = await knownNames(scope);
  return new Redactor([...numbered('contact', contacts), ...numbered('member', members), ...numbered('account', accounts)]);
});

/** People and company of a snapshot, by the names that they had then. */
const namedIn = ({ contacts, owner, account }: DealSnapshot): { kind: KnownKind; name: string }[] => [
  ...contacts.map(({ name }) => ({ kind: 'contact' as const, name })), ...(owner ? [{ kind: 'member' as const, name: owner }] : []), ...(account ? [{ kind: 'account' as const, name: account.name }] : []),
];

/** The example without personal data. Somebody who is called otherwise today is still not told by the old name. */
export function redactExample(scope: Scope, redactor: Redactor, { snapshot, insight }: Pick<Example, 'snapshot' | 'insight'>): Pick<Example, 'snapshot' | 'insight'> {
  const named = namedIn(snapshot);
  for (const { kind, name } of named) {
    if (!redactor.knows(name)) redactor.add({ kind, name, placeholder: `[${kind.toUpperCase()}_${keyedHash(scope, fold(name)).slice(0, 6).toUpperCase()}]` });
  }
  const near = named.map(({ name }) => name);
  return { snapshot: { ...redactor.value({ ...snapshot, id: '' }, near), id: `deal-${keyedHash(scope, snapshot.id).slice(0, 12)}` }, insight: redactor.value(insight, near) };
}
