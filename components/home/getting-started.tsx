import { CircleCheck, Handshake, Upload, UserPlus, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { Home } from '@/lib/home/report';

export interface GettingStartedProps {
  workspace: string;
  has: Home['workspace'];
  /** What the reader may do; who may not is told who can. */
  may: { import: boolean; invite: boolean; add: boolean };
}

/** Home of a workspace without deals: the three steps that fill it, and what comes of each. */
export function GettingStarted({ workspace, has, may }: GettingStartedProps) {
  const path = `/w/${workspace}`;
  return (
    <Card title="Three steps to the first advice" flush>
      <ol className="divide-y divide-hairline border-t border-hairline">
        <Step n={1} Icon={Upload} done={has.imports} title="Import what you have" action={may.import ? <LinkButton variant="primary" href={`${path}/import`}>Import deals</LinkButton> : <By who="A manager" />}>
          A CSV from any CRM. Closed deals matter most: from 50 of them the workspace gets a model of its own; until then a stated prior is used.
        </Step>
        <Step n={2} Icon={UserPlus} done={has.colleagues} title="Invite those who sell" action={may.invite ? <LinkButton href={`${path}/settings/members`}>Invite people</LinkButton> : <By who="An admin" />}>
          Each rep sees their own deals, a manager those of the team. Their answers to the advice are what it learns from.
        </Step>
        <Step n={3} Icon={Handshake} done={has.deals} title="Or add a deal by hand" action={may.add ? <LinkButton variant={may.import ? 'outline' : 'primary'} href={`${path}/deals?new=1`}>Add a deal</LinkButton> : <By who="A rep" />}>
          It is scored at once, with its reasons, and can be advised on right away.
        </Step>
      </ol>
    </Card>
  );
}

const By = ({ who }: { who: string }) => <p className="text-dense text-muted">{who} does this.</p>;

function Step({ n, Icon, done, title, action, children }: { n: number; Icon: LucideIcon; done: boolean; title: string; action: ReactNode; children: ReactNode }) {
  const Mark = done ? CircleCheck : Icon;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
      <span className={`grid size-10 shrink-0 place-items-center rounded-card border border-hairline ${done ? 'bg-opportunity-soft text-opportunity' : 'bg-surface-secondary text-muted'}`}>
        <Mark size={20} aria-hidden />
      </span>
      <div className="min-w-60 flex-1">
        <h3 className="text-sm font-medium">
          {n}. {title}
          {done && <span className="ms-2 text-xs font-normal text-opportunity">done</span>}
        </h3>
        <p className="max-w-prose text-dense text-muted">{children}</p>
      </div>
      {action}
    </li>
  );
}
