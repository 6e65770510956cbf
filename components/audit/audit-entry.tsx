import Link from 'next/link';
import { cx } from '@/components/ui/cx';
import type { AuditEntry } from '@/lib/audit/schema';
import { actionWords, entityName, fieldChanges } from '@/lib/audit/words';

const SHOWN = 6;

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** What was done, and each field before and after. The record's name leads to all of its entries. */
export function AuditChange({ event, entityHref }: { event: Pick<AuditEntry, 'action' | 'entityId' | 'before' | 'after'>; entityHref: string | null }) {
  const called = entityName(event);
  // What the sentence says need not be said again.
  const changes = fieldChanges(event).filter(({ before, after }) => called === null || (before ?? after) !== called || (before !== null && after !== null));
  const name = called ?? (event.entityId && event.entityId.length <= 24 ? event.entityId : null);
  const [first, rest] = [changes.slice(0, SHOWN), changes.slice(SHOWN)];
  return (
    <div className="max-w-2xl min-w-48 py-1 whitespace-normal">
      <p>
        {sentence(actionWords(event.action))}{' '}
        {entityHref ? (
          <Link href={entityHref} className="link" prefetch={false} title="All entries about this one">
            {name ?? 'this one'}
          </Link>
        ) : (
          name && <span className="font-medium">{name}</span>
        )}
      </p>
      {first.length > 0 && <Changes changes={first} />}
      {rest.length > 0 && (
        <details className="text-xs">
          <summary className="link cursor-pointer">{rest.length} more fields</summary>
          <Changes changes={rest} />
        </details>
      )}
    </div>
  );
}

function Changes({ changes }: { changes: ReturnType<typeof fieldChanges> }) {
  return (
    <ul className="flex flex-wrap gap-x-3 text-xs text-muted">
      {changes.map(({ field, before, after }) => (
        <li key={field} className="break-words">
          {field}: {before !== null && <Value gone={after !== null}>{before}</Value>}
          {before !== null && (after === null ? ' (gone)' : ' → ')}
          {after !== null && <Value>{after}</Value>}
        </li>
      ))}
    </ul>
  );
}

const Value = ({ gone = false, children }: { gone?: boolean; children: string }) => (
  <span className={cx('break-all', !gone && 'text-foreground')}>{children}</span>
);
