/**
 * Tells people something, once per onset. Call it in the transaction in which it happens: then it is told exactly when it is true.
 * Kinds that somebody silenced are not written for them; whoever did it themselves is not told.
 */
import { transaction } from '@/lib/server/db/tenancy';
import { parseInput } from '@/lib/server/guard';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { notice, type Notice } from './schema';
import { hearers, insertNotifications, type NewNotification } from './store';

/** Text of other people's making fits: a title longer than its place is cut, with the cut shown. */
const fitting = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Gives how many people were told; those who were told before under this `dedupeKey` are not told again. */
export const notify = (scope: Scope, notices: Notice | readonly Notice[]): Promise<number> => {
  // Whom it concerns does not depend on what the one who did it may see: a deal given away is out of their sight.
  const wide = seeingAll(scope);
  const except = scope.principal.kind === 'member' ? scope.principal.id : null;
  return transaction(wide, async () => {
    const rows: NewNotification[] = [];
    for (const { to, ...given } of [notices].flat() as Notice[]) {
      const said = parseInput(notice, { ...given, title: fitting(given.title, 200), body: fitting(given.body ?? '', 600) });
      for (const memberId of await hearers(wide, to, said.kind, except)) rows.push({ memberId, ...said });
    }
    return insertNotifications(wide, rows);
  });
};
