'use client';

import { Select } from '@/components/ui/select';
import { FIELDS } from '@/lib/imports/fields/catalogue';
import type { ColumnGuess, Entity, Mapping, Preview } from '@/lib/imports/schema';

const NONE = '';
const OUT = '-';

export interface MappingTableProps {
  caption: string;
  entity: Entity;
  columns: Preview['columns'];
  mapping: Mapping;
  guesses: readonly ColumnGuess[];
  keepUnmapped: boolean;
  /** Columns without a field that are not kept. */
  leftOut: readonly string[];
  /** `leaveOut`: the column becomes no field and is not kept either. */
  onChange: (column: string, field: string | null, leaveOut: boolean) => void;
}

/** Each column of the file, what stands in it, and the field that it becomes. On a phone the examples stand under the name. */
export function MappingTable({ caption, entity, columns, mapping, guesses, keepUnmapped, leftOut, onChange }: MappingTableProps) {
  const taken = new Set(Object.values(mapping));
  const reasons = new Map(guesses.map((guess) => [guess.column, guess]));
  return (
    <table className="w-full table-fixed text-dense">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-hairline text-xs text-muted">
          <th scope="col" className="px-4 py-2 text-start font-medium md:w-[24%]">Column of the file</th>
          <th scope="col" className="px-4 py-2 text-start font-medium md:w-60">Becomes</th>
          <th scope="col" className="px-4 py-2 text-start font-medium max-md:hidden">For example</th>
          <th scope="col" className="px-4 py-2 text-start font-medium max-xl:hidden">Why</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ column, samples }) => {
          const field = mapping[column] ?? null;
          const guess = reasons.get(column);
          const examples = samples.slice(0, 3).join(' · ') || 'empty';
          return (
            <tr key={column} className="border-b border-hairline last:border-0">
              <th scope="row" className="px-4 py-2 text-start font-medium">
                <span className="block break-words">{column}</span>
                <span className="block truncate font-normal text-muted md:hidden">{examples}</span>
              </th>
              <td className="px-4 py-1.5">
                <Select
                  label={`Field for ${column}`} hideLabel value={field ?? (keepUnmapped && leftOut.includes(column) ? OUT : NONE)} onChange={({ target: { value } }) => onChange(column, value === NONE || value === OUT ? null : value, value === OUT)}
                  options={[
                    { value: NONE, label: keepUnmapped ? 'Keep as it is' : 'Leave out' },
                    ...(keepUnmapped ? [{ value: OUT, label: 'Leave out' }] : []),
                    ...FIELDS[entity].map(({ name, label }) => ({ value: name, label, disabled: taken.has(name) && name !== field })),
                  ]}
                />
              </td>
              <td className="truncate px-4 py-2 text-muted max-md:hidden" title={examples}>{examples}</td>
              <td className="px-4 py-2 text-muted max-xl:hidden">{field === null ? '' : guess?.field === field ? guess.reason : 'your choice'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
