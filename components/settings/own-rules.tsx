'use client';

import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextArea } from '@/components/ui/text-input';
import { useAction } from '@/components/ui/use-action';
import { Form, textOf } from './form';
import { useChange, type PageAction } from './use-change';

interface OwnRule {
  id: string;
  text: string;
  enabled: boolean;
}
export interface OwnRulesProps {
  workspace: string;
  rules: readonly OwnRule[];
  most: number;
  add: PageAction<{ text: string }, { id: string }>;
  change: PageAction<{ id: string; text?: string; enabled?: boolean }, unknown>;
  remove: PageAction<{ id: string }, unknown>;
}

/** The rules in words: each on or off, and gone with an undo. */
export function OwnRules({ workspace, rules, most, add, change, remove }: OwnRulesProps) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const adding = useAction(add, workspace);
  const again = useChange(add, workspace);
  const toggling = useChange(change, workspace);
  const removing = useChange(remove, workspace);
  const send = async (data: FormData) => {
    if (!(await adding.run({ text: textOf(data, 'text') }))) return;
    box.current?.querySelector('form')?.reset();
    router.refresh();
  };
  const drop = (rule: OwnRule) => void removing.change({ id: rule.id }, 'Rule removed', () => void again.change({ text: rule.text }, 'Rule is back'));
  return (
    <div ref={box} className="flex flex-col gap-4">
      {rules.length > 0 && (
        <ul className="flex flex-col divide-y divide-hairline border-y border-hairline">
          {rules.map((rule) => (
            <li key={rule.id} className="flex items-start gap-3 py-2">
              <Checkbox
                className="min-w-0 flex-1 pt-1"
                label={rule.text}
                checked={rule.enabled}
                disabled={toggling.pending}
                onChange={(event) => void toggling.change({ id: rule.id, enabled: event.currentTarget.checked }, event.currentTarget.checked ? 'The analyst keeps it from now on' : 'The analyst no longer sees it')}
              />
              <Button size="sm" variant="ghost" iconOnly aria-label={`Remove the rule: ${rule.text}`} onClick={() => drop(rule)}>
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {rules.length < most && (
        <Form onSend={(data) => void send(data)}>
          <TextArea
            label="New rule"
            name="text"
            rows={2}
            maxLength={400}
            placeholder="We never discount in the first quarter."
            error={adding.errorOf('text').length > 0 ? adding.errorOf('text') : (adding.problem ?? undefined)}
          />
          <SubmitButton variant="outline" pending={adding.pending} pendingText="Adding" className="self-start">
            Add rule
          </SubmitButton>
        </Form>
      )}
    </div>
  );
}
