import Form from 'next/form';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { actionWords } from '@/lib/audit/words';
import { actorKey, type Actor, type AuditFilter } from '@/lib/audit/schema';

const kinds = { member: '', key: ', API key', system: ', automatic' } as const;

/** Who, what and when, as a plain form: the address holds what was asked. */
export function AuditFilters({ action, filter, actors, actions }: { action: string; filter: AuditFilter; actors: readonly Actor[]; actions: readonly string[] }) {
  const nouns = [...new Set(actions.map((one) => one.split('.')[0] ?? one))];
  const what = nouns.flatMap((noun) => {
    const own = actions.filter((one) => one.startsWith(`${noun}.`));
    return [
      ...(own.length > 1 ? [{ value: noun, label: `Everything about ${noun.replaceAll('_', ' ')}` }] : []),
      ...own.map((one) => ({ value: one, label: actionWords(one) })),
    ];
  });
  return (
    <Form action={action} scroll={false} className="mb-4 grid grid-cols-2 items-end gap-3 sm:grid-cols-[repeat(4,minmax(0,12rem))_auto]">
      <Select key={`who-${filter.who ?? ''}`} label="Who" name="who" defaultValue={filter.who ?? ''} options={[{ value: '', label: 'Everybody' }, ...actors.map((actor) => ({ value: actorKey(actor), label: actor.name + kinds[actor.kind] }))]} />
      <Select key={`action-${filter.action ?? ''}`} label="What" name="action" defaultValue={filter.action ?? ''} options={[{ value: '', label: 'Everything' }, ...what]} />
      <TextInput key={`from-${filter.from ?? ''}`} label="From" name="from" type="date" required={false} defaultValue={filter.from} />
      <TextInput key={`to-${filter.to ?? ''}`} label="To" name="to" type="date" required={false} defaultValue={filter.to} />
      {filter.entity && <input type="hidden" name="entity" value={filter.entity} />}
      <Button type="submit" className="justify-self-start">
        Show
      </Button>
    </Form>
  );
}
