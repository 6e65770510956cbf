import { LinkButton } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** Changes that wait for the reader's decision; nothing when none does. */
export function ApprovalsLine({ workspace, waiting }: { workspace: string; waiting: number }) {
  if (waiting === 0) return null;
  return (
    <div className="pb-4">
      <Notice tone="action" title={waiting === 1 ? '1 change waits for approval' : `${waiting} changes wait for approval`} action={<LinkButton size="sm" href={`/w/${workspace}/plans`}>Review</LinkButton>}>
        Nothing of it is applied until somebody approves.
      </Notice>
    </div>
  );
}
