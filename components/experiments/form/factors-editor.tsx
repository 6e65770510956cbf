'use client';

import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TextInput } from '@/components/ui/text-input';
import { withFactors, type Draft } from './draft';
import { errorsAt, type Problem } from './draft-problems';

/** Names of the factors and of their levels; the variants are their combinations. */
export function FactorsEditor({ draft, replace, problems }: { draft: Draft; replace: (draft: Draft) => void; problems: readonly Problem[] }) {
  const { factors } = draft;
  const combinations = factors.reduce((product, { levels }) => product * levels.length, 1);
  const set = (next: Draft['factors']) => replace(withFactors(draft, next));
  const setFactor = (index: number, patch: Partial<Draft['factors'][number]>) => set(factors.map((one, i) => (i === index ? { ...one, ...patch } : one)));
  return (
    <div className="flex flex-col gap-4">
      {errorsAt(problems, 'factors').map((message) => <Notice key={message} tone="caution" title={message} />)}
      {factors.map((factor, index) => (
        <div key={index} role="group" aria-label={`Factor ${index + 1}`} className="flex flex-col gap-3">
          <div className="flex items-end gap-2">
            <TextInput className="max-w-xs flex-1" label={`Factor ${index + 1}`} maxLength={60} value={factor.name} onChange={(event) => setFactor(index, { name: event.currentTarget.value })} error={errorsAt(problems, `factors.${index}.name`)} />
            {factors.length > 2 && (
              <Button variant="ghost" iconOnly aria-label={`Remove factor ${index + 1}`} onClick={() => set(factors.filter((_one, i) => i !== index))}>
                <Trash2 aria-hidden />
              </Button>
            )}
          </div>
          <div className="flex flex-wrap items-end gap-2">
            {factor.levels.map((level, at) => (
              <TextInput
                key={at} className="w-40" label={at === 0 ? 'As it is now' : `Level ${at + 1}`} maxLength={60} value={level} error={errorsAt(problems, `factors.${index}.levels.${at}`)}
                onChange={(event) => setFactor(index, { levels: factor.levels.map((one, i) => (i === at ? event.currentTarget.value : one)) })}
              />
            ))}
            {factor.levels.length < 6 && <Button variant="ghost" onClick={() => setFactor(index, { levels: [...factor.levels, `level ${factor.levels.length + 1}`] })}><Plus aria-hidden />Level</Button>}
            {factor.levels.length > 2 && <Button variant="ghost" onClick={() => setFactor(index, { levels: factor.levels.slice(0, -1) })}><Trash2 aria-hidden />Last level</Button>}
          </div>
        </div>
      ))}
      {combinations > 12 && <Notice tone="caution" title={`${combinations} combinations are too many: at most 12.`}>Take a level or a factor away.</Notice>}
      {factors.length < 4 && (
        <div>
          <Button onClick={() => set([...factors, { name: `Factor ${factors.length + 1}`, levels: ['as now', 'new'] }])}>
            <Plus aria-hidden />
            Add a factor
          </Button>
        </div>
      )}
    </div>
  );
}
