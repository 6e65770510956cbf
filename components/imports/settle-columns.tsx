'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { matchKeys } from '@/lib/imports/check-mapping';
import type { ImportPreview } from '@/lib/imports/plan';
import type { Entity, ImportOptions, Mapping, Question } from '@/lib/imports/schema';
import type { ActionResult } from '@/lib/server/action';
import { answered, type Change } from './answer-question';
import { ENTITY_LABELS, readableWords } from './import-words';
import { MappingTable } from './mapping-table';
import { OpenQuestions } from './open-questions';
import { UnderstoodRows } from './understood-rows';

type Choice = { importId: string; entity: Entity; mapping: Mapping; options: Partial<ImportOptions> };
const MATCH_LABELS: Record<ImportOptions['matchKey'], string> = { externalId: 'External ID', name: 'Name', 'name+account': 'Name and account', email: 'E-mail' };
/** Surer than this that the rows are something else, it is said. */
const ANOTHER_KIND = 0.5;

export interface SettleColumnsProps {
  workspace: string;
  importId: string;
  first: ImportPreview;
  preview: (workspace: string, input: Choice) => Promise<ActionResult<ImportPreview>>;
  start: (workspace: string, input: Choice & { dryRun: boolean }) => Promise<ActionResult<void>>;
}

/** Columns, options and the first rows as understood; then a trial or the import itself. */
export function SettleColumns({ workspace, importId, first, preview, start }: SettleColumnsProps) {
  const router = useRouter();
  const [shown, setShown] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const [looking, look] = useTransition();
  const [starting, begin] = useTransition();
  const latest = useRef(0);
  const { entity, mapping, options, chosen, guesses, columns } = shown;

  /** Shows the choice at once and the rows by it as soon as they are read; another entity is guessed anew. */
  const choose = (change: Change & { entity?: Entity }) => {
    const next = change.entity
      ? { entity: change.entity, mapping: {}, options: { ...chosen, matchKey: undefined, stageMap: undefined } }
      : { entity, mapping: change.mapping ?? mapping, options: { ...chosen, ...change.options } };
    const turn = ++latest.current;
    setShown({ ...shown, entity: next.entity, mapping: next.mapping, chosen: next.options, options: { ...options, ...change.options } });
    look(async () => {
      const result = await preview(workspace, { importId, ...next });
      if (turn !== latest.current) return;
      if (result.ok) setShown(result.data);
      setProblem(result.ok ? null : result.error.message);
    });
  };
  const run = (dryRun: boolean) => begin(async () => {
    const result = await start(workspace, { importId, entity, mapping, options: chosen, dryRun });
    if (result.ok) router.refresh();
    else setProblem(result.error.message);
  });
  const answer = (question: Question, value: string) => choose(answered(question, value, mapping, chosen));

  const blocked = shown.questions.some(({ kind }) => kind === 'required' || kind === 'match-key');
  const empty = shown.readable + shown.unreadable === 0;
  const keys = matchKeys(entity, mapping);
  const [likeliest] = shown.entities;
  const recognised = new Set(guesses.filter(({ field }) => field !== null).map(({ column }) => column));
  const others = columns.filter(({ column }) => !recognised.has(column));
  const leftOut = options.leftOut;
  const table = {
    entity, mapping, guesses, keepUnmapped: options.keepUnmapped, leftOut,
    onChange: (column: string, field: string | null, leaveOut: boolean) => choose({
      mapping: { ...mapping, [column]: field },
      ...(leaveOut === leftOut.includes(column) ? {} : { options: { leftOut: leaveOut ? [...leftOut, column] : leftOut.filter((one) => one !== column) } }),
    }),
  };
  const dropped = others.filter(({ column }) => leftOut.includes(column) && mapping[column] == null).length;

  return (
    <div className="flex flex-col gap-4" aria-busy={looking}>
      {likeliest && likeliest.entity !== entity && likeliest.confidence >= ANOTHER_KIND && (
        <Notice tone="action" title={`This looks like ${ENTITY_LABELS[likeliest.entity].toLowerCase()}, not ${ENTITY_LABELS[entity].toLowerCase()}`} action={<Button size="sm" onClick={() => choose({ entity: likeliest.entity })}>Read as {ENTITY_LABELS[likeliest.entity].toLowerCase()}</Button>}>
          {likeliest.reason}
        </Notice>
      )}
      <OpenQuestions questions={shown.questions} onAnswer={answer} />
      <Card title="Columns" line={`${columns.length} ${columns.length === 1 ? 'column' : 'columns'}, ${Object.values(mapping).filter(Boolean).length} of them become fields`} flush>
        <div className="grid gap-x-6 gap-y-3 px-4 pb-4 sm:grid-cols-[11rem_13rem_1fr]">
          <Select label="What is in the file?" value={entity} onChange={(event) => choose({ entity: event.target.value as Entity })} options={(Object.keys(ENTITY_LABELS) as Entity[]).map((value) => ({ value, label: ENTITY_LABELS[value] }))} />
          <Select
            label="Records are matched by" value={options.matchKey} onChange={(event) => choose({ options: { matchKey: event.target.value as ImportOptions['matchKey'] } })}
            options={(keys.length > 0 ? keys : [options.matchKey]).map((value) => ({ value, label: MATCH_LABELS[value] }))}
          />
          <div className="flex flex-col justify-end gap-2.5 sm:max-lg:col-span-2 lg:pb-1">
            <Checkbox label="Keep columns that become no field" checked={options.keepUnmapped} onChange={(event) => choose({ options: { keepUnmapped: event.target.checked } })} />
            <Checkbox label="Leave out a value that cannot be read, not its row" checked={options.badValues === 'leave-empty'} onChange={(event) => choose({ options: { badValues: event.target.checked ? 'leave-empty' : 'skip-row' } })} />
          </div>
        </div>
        {recognised.size > 0 && <MappingTable caption="Columns of the file and the fields that they become" columns={columns.filter(({ column }) => recognised.has(column))} {...table} />}
        {others.length > 0 && (
          <details className="border-t border-hairline" open={others.length <= 5 || recognised.size === 0}>
            <summary className="cursor-pointer px-4 py-3 text-dense font-medium">
              {others.length} {others.length === 1 ? 'column that is' : 'columns that are'} no field <span className="font-normal text-muted">{!options.keepUnmapped || dropped === others.length ? 'left out' : dropped > 0 ? `${dropped} left out, the others kept with each record as they are` : 'kept with each record as they are'}</span>
            </summary>
            <MappingTable caption="Columns that became no field by themselves" columns={others} {...table} />
          </details>
        )}
      </Card>
      <Card title="As it would be understood" line={readableWords(shown)} flush>
        <UnderstoodRows columns={columns} rows={shown.rows} />
        {shown.notes.length > 0 && (
          <ul className="border-t border-hairline p-4 text-dense text-muted">
            {shown.notes.slice(0, 8).map((note, i) => <li key={i} className="break-words">{note.column ? `“${note.column}”: ` : ''}{note.message}{note.rows > 1 ? ` (${note.rows} rows)` : ''}</li>)}
          </ul>
        )}
      </Card>
      {problem && <Notice tone="risk" title="This does not work yet" alert>{problem}</Notice>}
      <div className="sticky bottom-[calc(var(--bottom-bar)+env(safe-area-inset-bottom))] z-10 -mx-4 flex flex-wrap items-center justify-end gap-2 border-t border-hairline bg-background px-4 py-3 lg:bottom-0">
        <span className="min-w-0 flex-1 basis-full text-dense sm:basis-48 text-muted" aria-live="polite">
          {looking ? 'Reading…' : blocked ? 'Answer the question above first.' : empty ? 'The file has no rows to import.' : readableWords(shown)}
        </span>
        <Button onClick={() => run(true)} disabled={starting || looking || blocked || empty}>Try without changes</Button>
        <Button variant="primary" onClick={() => run(false)} disabled={starting || looking || blocked || empty}>{starting ? 'Starting…' : 'Import'}</Button>
      </div>
    </div>
  );
}
