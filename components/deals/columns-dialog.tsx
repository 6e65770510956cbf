'use client';

import { Settings2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { closeModal, Modal } from '@/components/ui/modal';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import { columnsParameter, COLUMN_WORDS } from '@/lib/deals/columns';
import { COLUMNS, USUAL_COLUMNS, type DealColumn } from '@/lib/deals/schema';

/** Which columns the table shows; the address holds the choice. */
export function ColumnsDialog({ chosen, path, params }: { chosen: readonly DealColumn[]; path: string; params: UrlParams }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const show = (columns: readonly DealColumn[], inside: Element) => {
    closeModal(inside);
    router.push(hrefWith(path, params, { columns: columnsParameter(columns), deal: null }), { scroll: false });
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    show(new FormData(event.currentTarget).getAll('column') as DealColumn[], event.currentTarget);
  };
  return (
    <>
      <Button size="sm" variant="ghost" iconOnly aria-haspopup="dialog" aria-label="Columns" title="Columns" className="size-7 text-muted pointer-coarse:size-9 max-sm:hidden" onClick={() => setOpen(true)}>
        <Settings2 aria-hidden />
      </Button>
      {open && (
        <Modal placement="center" title="Columns" line="The deal is always there." onClose={() => setOpen(false)}>
          <form onSubmit={submit} className="flex flex-col gap-4">
            <fieldset className="grid grid-cols-2 gap-x-4 gap-y-3">
              <legend className="sr-only">Columns of the table</legend>
              {COLUMNS.map((column) => (
                <Checkbox key={column} label={COLUMN_WORDS[column]} name="column" value={column} defaultChecked={chosen.includes(column)} />
              ))}
            </fieldset>
            <div className="flex justify-end gap-2">
              <Button variant="ghost" onClick={(event) => show(USUAL_COLUMNS, event.currentTarget)}>Usual columns</Button>
              <Button type="submit" variant="primary">Show</Button>
            </div>
          </form>
        </Modal>
      )}
    </>
  );
}
