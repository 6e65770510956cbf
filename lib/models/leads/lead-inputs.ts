/** What a lead scorer looks at, on the leads that it had for teachers and on those that came in since: for the look for drift. Pure. */
import { lastOpenMoment, leadAsOf, type LeadHistory } from '@/lib/leads/history';
import type { FeatureSamples } from '../drift/feature-moves';
import { isEmpty, numberIn } from '../table/column-kind';
import { leadCells } from './lead-cells';
import type { LeadModel } from './lead-model';

export function leadInputs(histories: readonly LeadHistory[], { columns, trainedAt }: LeadModel, now: number): FeatureSamples[] {
  const known = histories.filter((lead) => (lead.leadAt ?? lead.recordedAt) <= now);
  const cells = (after: boolean) => known.filter((lead) => (lead.leadAt ?? lead.recordedAt) > trainedAt === after).map((lead) => leadCells(leadAsOf(lead, lastOpenMoment(lead, now))));
  const before = cells(false), since = cells(true);
  return columns.flatMap((column): FeatureSamples[] => {
    const { name } = column;
    if (column.kind === 'number') {
      const values = (rows: typeof before) => rows.map((row) => (isEmpty(row[name] ?? '', false) ? NaN : numberIn(row[name]!, column.mark)));
      return [{ name, kind: 'numeric', baseline: values(before), recent: values(since) }];
    }
    if (column.kind !== 'category') return [];
    const values = (rows: typeof before) => rows.map((row) => (isEmpty(row[name] ?? '') ? null : row[name]!));
    return [{ name, kind: 'category', baseline: values(before), recent: values(since) }];
  });
}
