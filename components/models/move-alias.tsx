'use client';

import { useRouter } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import type { PageAction } from '@/components/settings/use-change';
import { Button, type ButtonLook } from '@/components/ui/button';
import { FormDialog, textField } from '@/components/ui/form-dialog';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import type { Alias, ModelName } from '@/lib/models/life/schema';

export type MoveAction = PageAction<{ model: ModelName; alias: Alias; version: string | null; why: string }, unknown>;
export type RollBackAction = PageAction<{ model: ModelName; version: string; why: string }, unknown>;

interface Asked { trigger: ReactNode; title: string; /** Exactly what will happen. */ line: string; submit: string; done: string }

/** A move of an alias: says what will happen, asks why. */
function MoveAlias({ workspace, input, move, asked: { trigger, title, line, submit, done }, ...look }: { workspace: string; input: { model: ModelName; alias: Alias; version: string | null }; move: MoveAction; asked: Asked } & ButtonLook) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...look} aria-haspopup="dialog" onClick={() => setOpen(true)}>{trigger}</Button>
      {open && (
        <FormDialog
          title={title} line={line} workspace={workspace} save={move} submit={submit} pendingText="Moving…"
          read={(data) => ({ ...input, why: textField(data, 'why') ?? '' })}
          fields={(errorOf) => <TextInput name="why" label="Why" hint="Kept in the history and in the audit log." error={errorOf('why')} maxLength={300} />}
          onSaved={() => { showToast(done, { tone: 'opportunity' }); router.refresh(); }} onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

interface MoveProps { workspace: string; model: ModelName; version: string; /** "412 open deals are judged again by it." */ judged: string; move: MoveAction }

/** Puts a version in use by hand, after it was seen beside the one in use. */
export const PutInUse = ({ workspace, model, version, champion, onTrial, judged, move }: MoveProps & { champion: string; onTrial: boolean }) => (
  <MoveAlias
    workspace={workspace} input={{ model, alias: 'champion', version }} move={move}
    asked={{
      trigger: 'Put in use', title: `Put ${version} in use?`, submit: `Put ${version} in use`, done: `${version} is in use`,
      line: `It takes the place of ${champion} at once, for everybody. ${judged} ${onTrial ? `${champion} goes on in shadow, unseen, so that the two can be compared.` : `${champion} is kept.`} It can be rolled back at any time.`,
    }}
  />
);

/** Ends the trial of a version: it is kept, and judges nothing any more. */
export const EndTrial = ({ workspace, model, version, alias, judged, move }: MoveProps & { alias: 'shadow' | 'challenger' }) => (
  <MoveAlias
    workspace={workspace} input={{ model, alias, version: null }} move={move}
    asked={{
      trigger: 'End the trial', title: `End the trial of ${version}?`, submit: 'End the trial', done: `The trial of ${version} has ended`,
      line: alias === 'shadow' ? 'It judges nothing any more. What is shown does not change: nobody saw what it said. The version is kept.' : `Everything is judged by the version in use again. ${judged} The version is kept.`,
    }}
  />
);

/** Back to a version that was in use before. `earlier`: newest use first. */
export function RollBack({ workspace, model, current, earlier, judged, trials, rollBack }: {
  workspace: string; model: ModelName; current: string; earlier: readonly { version: string; label: string }[];
  /** "412 open deals are judged again": what happens besides. */
  judged: string; /** Versions whose trial ends with it. */ trials: readonly string[]; rollBack: RollBackAction;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [chosen, choose] = useState(earlier[0]?.version ?? '');
  const target = earlier.some(({ version }) => version === chosen) ? chosen : (earlier[0]?.version ?? '');
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>Roll back</Button>
      {open && (
        <FormDialog
          title={`Roll back to ${target}?`}
          line={`${current} goes out of use at once and ${target} is in use again. ${judged}${trials.map((version) => ` The trial of ${version} ends.`).join('')} ${current} is kept, and can be put in use again.`}
          workspace={workspace} save={rollBack} submit={`Roll back to ${target}`} pendingText="Rolling back…" danger
          read={(data) => ({ model, version: target, why: textField(data, 'why') ?? '' })}
          fields={(errorOf) => (
            <>
              {earlier.length > 1 && <Select label="To" name="version" value={target} onChange={(event) => choose(event.target.value)} options={earlier.map(({ version, label }) => ({ value: version, label }))} error={errorOf('version')} />}
              <TextInput name="why" label="Why" hint="Kept in the history and in the audit log." error={errorOf('why')} maxLength={300} />
            </>
          )}
          onSaved={() => { showToast(`${target} is in use again`, { tone: 'opportunity' }); router.refresh(); }} onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
