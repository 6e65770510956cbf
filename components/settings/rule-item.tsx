'use client';

import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FormDialog } from '@/components/ui/form-dialog';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextArea, TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useChange, type PageAction } from './use-change';

export interface RuleView {
  key: string;
  name: string;
  polarity: 'risk' | 'opportunity';
  speaksOf: string;
  enabled: boolean;
  settings: readonly { key: string; label: string; unit: string; min: number; max: number; default: number; value: number }[];
  record: string;
  muted: boolean;
  outdated: boolean;
  missing: readonly string[];
}
export type SaveRule = PageAction<{ key: string; enabled: boolean; settings: Record<string, number> }, unknown>;

export type ProposeRule = PageAction<{ ruleKey: string; after: { enabled: boolean; settings: Record<string, number> }; why: string }, { fresh: boolean }>;

const kinds: Record<string, string> = { interactions: 'interactions', texts: 'texts of interactions', contacts: 'contacts', closeDate: 'close dates', amount: 'amounts', discount: 'discounts', competitor: 'competitors' };
const unitWords: Record<string, string> = { percentile: '% of won deals', percent: '%' };

/**
 * One rule: what it speaks of, how it has done here, whether it speaks, and its numbers within their bounds. Who may not change it may
 * propose it, with a reason, to those who approve.
 */
export function RuleItem({ workspace, rule, save, propose = null }: { workspace: string; rule: RuleView; save: SaveRule | null; propose?: ProposeRule | null }) {
  const saved = Object.fromEntries(rule.settings.map(({ key, value }) => [key, value]));
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [ticked, setTicked] = useState(rule.enabled);
  const [asking, setAsking] = useState(false);
  const { change, pending } = useChange(save ?? (() => Promise.reject(new Error('Only admins change rules'))), workspace);
  const values = { ...saved, ...Object.fromEntries(Object.entries(typed).map(([key, text]) => [key, Number(text)])) };
  const enabled = save ? rule.enabled : ticked;
  const dirty = enabled !== rule.enabled || rule.settings.some(({ key, value }) => values[key] !== value);
  const off = rule.settings.some(({ key, min, max }) => !((values[key] ?? min - 1) >= min && (values[key] ?? max + 1) <= max));
  const isDefault = rule.settings.every((setting) => setting.value === setting.default);
  const set = async (next: { enabled: boolean; settings: Record<string, number> }, done: string) => {
    const before = { enabled: rule.enabled, settings: saved };
    const result = await change({ key: rule.key, ...next }, done, () => void change({ key: rule.key, ...before }, 'As it was before'));
    if (result !== null) setTyped({});
  };
  const discard = () => {
    setTyped({});
    setTicked(rule.enabled);
  };
  return (
    <li className="grid gap-x-6 gap-y-3 px-4 py-3 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-dense font-medium">
          {rule.name}
          {!rule.enabled ? <Badge tone="neutral">Switched off</Badge> : rule.muted && <Badge tone="caution">Muted by its record</Badge>}
        </h3>
        <p className="text-dense text-muted">Speaks of deals {rule.speaksOf}.</p>
        <p className="mt-1 text-dense">{rule.record}</p>
        {rule.outdated && <p className="mt-1 text-xs text-muted">The settings have changed since this was counted; the count is being renewed.</p>}
        {rule.missing.length > 0 && <p className="mt-1 text-xs text-muted">It stays silent here: no closed deal has {rule.missing.map((kind) => kinds[kind] ?? kind).join(' or ')}.</p>}
      </div>
      <form
        className="flex flex-col gap-3"
        action={() => undefined}
        onSubmit={(event) => {
          event.preventDefault();
          if (off) return;
          if (!save) setAsking(true);
          else void set({ enabled: rule.enabled, settings: values }, `${rule.name} saved; its record is being counted anew`);
        }}
      >
        <Checkbox
          label="Speaks"
          checked={enabled}
          disabled={(!save && !propose) || pending}
          onChange={(event) => !save ? setTicked(event.currentTarget.checked) : void set({ enabled: event.currentTarget.checked, settings: saved }, `${rule.name} is ${event.currentTarget.checked ? 'on' : 'off'}`)}
        />
        <div className="grid items-end gap-3 sm:grid-cols-2">
          {rule.settings.map(({ key, label, unit, min, max, default: usual, value }) => (
            <TextInput
              key={key}
              label={label}
              type="number"
              inputMode="decimal"
              min={min}
              max={max}
              step="any"
              value={typed[key] ?? String(value)}
              disabled={!save && !propose}
              onChange={(event) => setTyped({ ...typed, [key]: event.currentTarget.value })}
              hint={`${unitWords[unit] ?? unit}, ${min} to ${max}, usually ${usual}`}
            />
          ))}
        </div>
        {save && (dirty || !isDefault) && rule.settings.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {dirty && (
              <SubmitButton size="sm" variant="outline" pending={pending} pendingText="Saving">
                Save
              </SubmitButton>
            )}
            {dirty ? (
              <Button size="sm" variant="ghost" onClick={() => setTyped({})}>
                Discard
              </Button>
            ) : (
              <Button size="sm" variant="ghost" onClick={() => void set({ enabled: rule.enabled, settings: Object.fromEntries(rule.settings.map((setting) => [setting.key, setting.default])) }, `${rule.name} is back at its usual settings`)}>
                Usual settings
              </Button>
            )}
          </div>
        )}
        {!save && propose && dirty && (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" type="submit" aria-haspopup="dialog">Propose</Button>
            <Button size="sm" variant="ghost" onClick={discard}>Discard</Button>
          </div>
        )}
      </form>
      {asking && propose && (
        <FormDialog
          title={`Propose: ${rule.name}`} line="Nothing changes until somebody approves it under Plans." workspace={workspace} save={propose} submit="Propose" pendingText="Proposing" onClose={() => setAsking(false)}
          read={(data) => ({ ruleKey: rule.key, after: { enabled, settings: values }, why: String(data.get('why') ?? '') })}
          fields={(errorOf) => <TextArea label="Why should it change?" name="why" maxLength={2000} error={errorOf('why')} />}
          onSaved={({ fresh }) => {
            showToast(fresh ? 'Proposed: it waits for approval under Plans' : 'The same change waits under Plans already', { tone: 'opportunity' });
            discard();
          }}
        />
      )}
    </li>
  );
}
