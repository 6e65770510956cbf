'use client';

import { Download } from 'lucide-react';
import { downloadCsv } from '@/components/charts/chart-frame';
import { Menu } from '@/components/ui/menu';
import { showToast } from '@/components/ui/toast-queue';
import type { ListedDeals } from '@/lib/deals/schema';
import type { BulkActions } from './bulk-bar';

/** The deals of these filters as a file: as the table shows them, or with every field, so that they can be imported again. */
export function ExportMenu({ workspace, query, allHref, exportCsv }: { workspace: string; query: ListedDeals; allHref: string; exportCsv: NonNullable<BulkActions['exportCsv']> }) {
  const asShown = async () => {
    const answer = await exportCsv(workspace, { query, ids: null }).catch(() => null);
    if (answer?.ok) downloadCsv('deals', answer.data);
    else showToast(answer ? answer.error.message : 'The server could not be reached.', { tone: 'risk' });
  };
  const allFields = () => {
    const link = document.createElement('a');
    link.href = allHref;
    link.download = '';
    link.click();
  };
  return (
    <Menu
      variant="ghost" className="max-sm:hidden" label="Export CSV" trigger={<><Download aria-hidden />Export CSV</>}
      groups={[{ key: 'csv', entries: [{ key: 'shown', label: 'As shown: the chosen columns', onSelect: () => void asShown() }, { key: 'all', label: 'Every field, to import again', onSelect: allFields }] }]}
    />
  );
}
